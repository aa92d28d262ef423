import { once } from 'node:events';
import { createGunzip, type Gunzip } from 'node:zlib';
import { DownloadError } from './download-error.js';

/**
 * Decompresses a gzip stream. Padding after the gzip data is read too, so that a checksum over the stream is
 * complete.
 *
 * @throws {DownloadError} if it is not gzip, or ends too early, which may be temporary.
 * @throws the stream's errors.
 */
export async function* gunzipStream(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  // The loop below throws this failure. Recording it prevents an unhandled rejection before that.
  let failure: Error | undefined;
  const feeding = feed(gunzip, compressed).catch((error: Error) => {
    failure = error;
    gunzip.destroy(error);
  });
  try {
    for await (const chunk of gunzip) yield chunk;
    await feeding;
    if (failure) throw failure;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'Z_BUF_ERROR') throw new DownloadError('the response is a truncated gzip file', true);
    if (code === 'Z_DATA_ERROR') throw new DownloadError('the response is not a gzip file', false);
    throw error;
  } finally {
    gunzip.destroy();
  }
}

async function feed(gunzip: Gunzip, compressed: AsyncIterable<Uint8Array>): Promise<void> {
  // Also wait for the end: if zeros follow the gzip data, Node ends the stream without confirming the last write.
  const over = Promise.race(['end', 'close', 'error'].map((event) => once(gunzip, event))).catch(() => {});
  for await (const chunk of compressed) {
    if (gunzip.readableEnded) continue;
    if (gunzip.destroyed) return;
    const taken = new Promise<void>((resolve) => gunzip.write(chunk, () => resolve()));
    await Promise.race([taken, over]);
  }
  gunzip.end();
}
