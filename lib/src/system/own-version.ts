import path from 'node:path';
import { readJson } from '../files/read-json.js';

/** This package's folder, seen from `src/system` and from `dist/system`. */
export const packageFolder = path.join(__dirname, '..', '..');

/** Version of this package. */
export function ownVersion(): string {
  return (readJson(path.join(packageFolder, 'package.json')) as { version: string }).version;
}
