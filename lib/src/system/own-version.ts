import path from 'node:path';
import { readJson } from '../files/read-json.js';

/** Version of this package. */
export function ownVersion(): string {
  const file = path.join(__dirname, '..', '..', 'package.json');
  return (readJson(file) as { version: string }).version;
}
