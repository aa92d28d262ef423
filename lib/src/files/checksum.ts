import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** The SHA-256 checksum of the concatenation of bytes or text, in lower-case hex. */
export function sha256(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** The SHA-256 checksum of a file of any size, in lower-case hex. */
export async function sha256OfFile(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash, { signal });
  return hash.digest('hex');
}

/** CRC table: the remainder of each byte after division by Castagnoli's polynomial, bits in reverse order. */
const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0x82f63b78 : 0);
  return remainder;
});

/**
 * The CRC-32C (Castagnoli) checksum of bytes, 0 to 2³² - 1. The `crc32` of zlib cannot replace it, because it
 * uses another polynomial.
 */
export function crc32c(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ remainders[(sum ^ byte) & 255]!;
  return (sum ^ 0xffffffff) >>> 0;
}
