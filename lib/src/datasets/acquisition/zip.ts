import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Entry, ZipFile } from 'yauzl';

/** A zip archive that is open for reading. */
export interface ZipArchive {
  /**
   * Reads a file out of it, wherever in the archive it lies.
   *
   * @param name The last part of its path.
   * @throws {SyntaxError} if the archive does not hold it, or holds it in a form that cannot be read.
   */
  read(name: string): AsyncGenerator<Uint8Array>;
  close(): void;
}

/**
 * Opens a zip archive and reads its directory.
 *
 * @throws {SyntaxError} if it is not a zip archive, or its directory is damaged.
 */
export async function openZip(file: string): Promise<ZipArchive> {
  const { openPromise } = await import('yauzl');
  const archive = await readable(() => openPromise(file, { autoClose: false, lazyEntries: true }));
  try {
    const entries = await readable(() => listEntries(archive));
    return { read: (name) => readEntry(archive, entries.get(name), name), close: () => archive.close() };
  } catch (error) {
    archive.close();
    throw error;
  }
}

async function listEntries(archive: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  for await (const entry of archive.eachEntry()) entries.set(path.posix.basename(entry.fileName), entry);
  return entries;
}

async function* readEntry(
  archive: ZipFile,
  entry: Entry | undefined,
  name: string,
): AsyncGenerator<Uint8Array> {
  if (!entry) throw new SyntaxError(`the archive holds no ${name}`);
  // The length that the directory promises is checked on the way: neither less nor more comes out.
  const bytes: Readable = await readable(() => archive.openReadStreamPromise(entry));
  try {
    yield* bytes;
  } catch (error) {
    throw unreadable(error);
  } finally {
    bytes.destroy();
  }
}

async function readable<Value>(reading: () => Promise<Value>): Promise<Value> {
  try {
    return await reading();
  } catch (error) {
    throw unreadable(error);
  }
}

function unreadable(error: unknown): SyntaxError {
  return new SyntaxError(`the zip archive cannot be read: ${(error as Error).message}`, { cause: error });
}
