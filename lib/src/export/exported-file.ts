import { writeWholeFile } from '../files/write-whole-file.js';

/** An exported file: its path as given, and its size. */
export interface ExportedFile {
  readonly file: string;
  readonly bytes: number;
}

/** @throws {Error} if it cannot be written. The message names the file, the reason and the fix. */
export function writeExported(file: string, content: string | Uint8Array): ExportedFile {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  writeWholeFile(file, bytes, 'Exporting a model');
  return { file, bytes: bytes.length };
}
