import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { DownloadError } from './download-error.js';

/**
 * Unpacks a gzip stream on the way; how much may come out, whoever reads it decides.
 *
 * @throws {DownloadError} if it is not gzip, or ends too early (which may go better next time).
 */
export async function* gunzipStream(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  const feeding = pipeline(compressed, gunzip);
  // The failure is thrown by the reading below; without this it would count as unhandled before that.
  feeding.catch(() => {});
  try {
    yield* gunzip as AsyncIterable<Uint8Array>;
    await feeding;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'Z_BUF_ERROR')
      throw new DownloadError('what it sent ends in the middle of a gzip file', true);
    if (code === 'Z_DATA_ERROR') throw new DownloadError('what it sent is not a gzip file', false);
    throw error;
  }
}
