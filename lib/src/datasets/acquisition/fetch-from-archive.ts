import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Entry, ZipFile } from 'yauzl';
import { sha256OfFile } from '../../files/checksum.js';
import { makeFolder } from '../../files/paths.js';
import type { ArchiveSource, DatasetFile } from '../catalogue-entry.js';
import { download } from './download.js';
import { DownloadError } from './download-error.js';
import { tryAgain } from './download-limits.js';
import { gunzipStream } from './gunzip-stream.js';
import { type FetchContext, storeFile, storing } from './store-file.js';

/**
 * Downloads a zip archive, verifies it, and extracts the gzipped files. The archive is kept for the other datasets
 * that it contains, and downloaded only once.
 */
export async function fetchFromArchive(
  source: ArchiveSource,
  files: readonly DatasetFile[],
  context: FetchContext,
): Promise<void> {
  const { store, limits, signal } = context;
  const kept = path.join(path.dirname(store.folder), 'archives', `${source.sha256.slice(0, 16)}.zip`);
  if (!existsSync(kept) || (await sha256OfFile(kept, signal)) !== source.sha256) {
    const temporary = path.join(store.workFolder, 'archive.zip');
    await tryAgain(limits, signal, (signal) => fetchArchive(source, temporary, { ...context, signal }));
    await storing(kept, async () => {
      makeFolder(path.dirname(kept));
      await rename(temporary, kept);
    });
  }
  const archive = await openZip(kept);
  try {
    for (const file of files) {
      signal.throwIfAborted();
      await storeFile(store, file, gunzipStream(archive.read(`${file.name}.gz`)));
    }
  } finally {
    archive.close();
  }
}

async function fetchArchive(
  { url, bytes, sha256 }: ArchiveSource,
  target: string,
  { counter, limits, signal }: FetchContext,
): Promise<void> {
  const hash = createHash('sha256');
  let received = 0;
  async function* measured() {
    for await (const chunk of download(new URL(url), { limits, signal, largestBytes: bytes })) {
      hash.update(chunk);
      received += chunk.length;
      counter.add(chunk.length);
      yield chunk;
    }
  }
  try {
    await writeChunks(target, measured());
    if (received < bytes)
      throw new DownloadError(`the archive has ${received} bytes, expected ${bytes}`, true);
    const found = hash.digest('hex');
    if (found !== sha256) throw new Error(`the archive has the sha256 ${found}, expected ${sha256}`);
  } catch (error) {
    counter.add(-received);
    throw error;
  }
}

/** Writes chunks to a file. @throws {StorageError} if that fails, such as on a full disk. */
async function writeChunks(file: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await storing(file, () => open(file, 'w'));
  try {
    for await (const chunk of chunks) await storing(file, () => handle.writeFile(chunk));
  } finally {
    await handle.close();
  }
}

/** A zip archive that is open for reading. */
export interface ZipArchive {
  /** Names of the files in the archive, without their folders. */
  readonly names: readonly string[];
  /**
   * Reads a file in the archive, in any folder.
   *
   * @param name The last part of its path.
   * @throws {SyntaxError} if the archive does not contain it, or it cannot be read.
   */
  read(name: string): AsyncGenerator<Uint8Array>;
  close(): void;
}

/** Opens a zip archive. @throws {SyntaxError} if it is invalid, or its directory is damaged. */
export async function openZip(file: string): Promise<ZipArchive> {
  const { openPromise } = await import('yauzl');
  const archive = await readable(() => openPromise(file, { autoClose: false, lazyEntries: true }));
  try {
    const entries = await readable(() => listEntries(archive));
    return {
      names: [...entries.keys()],
      read: (name) => readEntry(archive, entries.get(name), name),
      close: () => archive.close(),
    };
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
  if (!entry) throw new SyntaxError(`the archive does not contain ${name}`);
  // yauzl fails if the file does not have the length stated in the directory, so it need not be checked here.
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
