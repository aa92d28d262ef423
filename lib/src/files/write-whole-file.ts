import { type FileContent, writeWholeFiles } from './write-whole-files.js';

/**
 * Writes a file whole or not at all: under a temporary name in the same folder, which is made where it is missing,
 * then flushed to the disk and renamed. Whoever reads the file finds the old content or the new, also after this
 * process was killed or the power failed; of several writers the last wins. What killed writers left in the folder
 * is removed.
 *
 * A link stays a link, what it leads to is replaced; a file that is replaced hands on its mode. What is neither
 * file nor folder, such as `/dev/stdout`, is written to as it is.
 *
 * @param doing What to call this in messages, such as `'Saving a model'`.
 * @throws {Error} if it cannot be written: it says what was being done, the path, the reason and the remedy, and
 *   has the system's `code`.
 */
export async function writeWholeFile(file: string, content: FileContent, doing: string): Promise<void> {
  await writeWholeFiles([{ file, content }], doing);
}
