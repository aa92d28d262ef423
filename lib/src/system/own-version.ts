import path from 'node:path';
import { readJson } from '../files/read-json.js';

/** This package's folder, whether this file is in `src/system` or in `dist/system`. */
export const packageFolder = path.join(__dirname, '..', '..');

export function ownVersion(): string {
  return (readJson(path.join(packageFolder, 'package.json')) as { version: string }).version;
}
