import { open } from 'node:fs/promises';
import { storing } from './storage-error.js';

/**
 * Writes what comes into a file.
 *
 * @throws {StorageError} if it cannot be written, as on a full disk.
 * @throws what the chunks throw.
 */
export async function writeChunks(file: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await storing(file, () => open(file, 'w'));
  try {
    for await (const chunk of chunks) await storing(file, () => handle.writeFile(chunk));
  } finally {
    await handle.close();
  }
}
