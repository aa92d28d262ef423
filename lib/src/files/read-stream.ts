import { formatCount } from '../text/format.js';

/**
 * Reads a stream to its end. A pipe or a device may never end, so the length is limited.
 *
 * @param most Maximum number of bytes.
 * @param doing Beginning of the error message, such as `'Reading the piped image'`.
 * @throws {RangeError} if there are more bytes. The stream is closed.
 */
export async function readStream(
  stream: AsyncIterable<Uint8Array>,
  most: number,
  doing: string,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > most)
      throw new RangeError(
        `${doing}: expected at most ${formatCount(most)} bytes but found more. Choose a smaller file.`,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
