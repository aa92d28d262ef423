/**
 * Generates files from the options' tables: TypeScript types and the page of all options.
 *
 * With `--check`, nothing is written: the exit code is 1 if a file is out of date.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { optionFiles } from './options/option-files.js';

const root = path.join(__dirname, '..');
const isCheck = process.argv.includes('--check');
const stale = Object.entries(optionFiles()).filter(([file, text]) => {
  const place = path.join(root, file);
  let present = '';
  try {
    present = readFileSync(place, 'utf8');
  } catch {
    // The file does not exist yet.
  }
  if (present === text) return false;
  if (!isCheck) writeFileSync(place, text);
  return true;
});
const names = stale.map(([file]) => file).join(', ');
if (stale.length === 0) console.log('All generated files are up to date.');
else if (isCheck) {
  console.error(`Out of date: ${names}. Run npm run options.`);
  process.exitCode = 1;
} else console.log(`Written: ${names}.`);
