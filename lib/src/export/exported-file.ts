import { writeWholeFile } from '../files/write-whole-file.js';

/** A file that an export has written. */
export interface ExportedFile {
  /** Its path, as it was given. */
  readonly file: string;
  /** Its length. */
  readonly bytes: number;
}

/**
 * Writes a file whole or not at all and makes its folder.
 *
 * @throws {Error} if it cannot be written; the message names the file, the reason and the remedy.
 */
export async function writeExported(file: string, content: string | Uint8Array): Promise<ExportedFile> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  await writeWholeFile(file, bytes, 'Exporting a model');
  return { file, bytes: bytes.length };
}
