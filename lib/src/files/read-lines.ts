import { readFile } from 'node:fs/promises';
import { regularFileSize } from './paths.js';

/**
 * Reads the lines of a text file, without white space at the end of the file.
 *
 * @param largest Maximum size in bytes.
 * @throws {Error} if it is not a file, such as a pipe.
 * @throws {RangeError} if it is larger.
 */
export async function readLines(file: string, largest: number): Promise<string[]> {
  await regularFileSize(file, largest);
  // Some editors begin a file with a byte order mark.
  return (await readFile(file, 'utf8'))
    .replace(/^\ufeff/, '')
    .trimEnd()
    .split(/\r?\n/);
}
