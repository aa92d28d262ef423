import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { regularFileSize } from '../../files/paths.js';
import { largestGzip } from '../dataset-files.js';
import { checkIdxLength, type IdxHeader, largestIdxHeader, parseIdxHeader } from '../idx.js';

/** A user's idx file of which only the header has been read. */
export interface IdxFile {
  /** Path of the file. */
  readonly name: string;
  readonly header: IdxHeader;
}

/** The maximum uncompressed size in bytes: more than three times the largest dataset in the catalogue. */
const largestIdxFile = 2 ** 31;

/**
 * Reads the header of an idx file, plain or with `.gz` appended to its name.
 *
 * @throws {SyntaxError} if it is not valid idx, not valid gzip, or not of bytes in this many dimensions.
 * @throws {RangeError} if it is larger than two gigabytes.
 */
export async function openIdxFile(file: string, dimensions: number): Promise<IdxFile> {
  const size = await regularFileSize(file, isGzipped(file) ? largestGzip(largestIdxFile) : largestIdxFile);
  const header = parseIdxHeader(await readBytes(file, largestIdxHeader), {
    file,
    elementType: 'uint8',
    dimensions,
  });
  if (!isGzipped(file)) checkIdxLength(header, size, file);
  if (header.fileBytes > largestIdxFile) {
    const [wanted, found] = [largestIdxFile, header.fileBytes].map((bytes) => bytes.toLocaleString('en-US'));
    throw new RangeError(
      `Reading ${file}: expected at most ${wanted} bytes but found ${header.shape.join(' × ')} uint8, ${found} bytes. Keep fewer or smaller images in it.`,
    );
  }
  return { name: file, header };
}

/**
 * Reads the complete file, and decompresses no more than its header states.
 *
 * @returns The uncompressed bytes, including the header.
 * @throws {SyntaxError} if it has more or fewer bytes, or is not valid gzip.
 */
export async function readIdxFile({ name, header }: IdxFile): Promise<Uint8Array> {
  const bytes = await readBytes(name, header.fileBytes + 1);
  checkIdxLength(header, bytes.length, name);
  return bytes;
}

async function readBytes(file: string, most: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(most);
  let length = 0;
  for await (const chunk of uncompressed(file)) {
    const piece = chunk.subarray(0, most - length);
    bytes.set(piece, length);
    length += piece.length;
    if (length === most) break;
  }
  return bytes.subarray(0, length);
}

async function* uncompressed(file: string): AsyncGenerator<Uint8Array> {
  const source = createReadStream(file);
  if (!isGzipped(file)) return yield* source;
  const gunzip = createGunzip();
  pipeline(source, gunzip).catch(() => {}); // Reading throws the error.
  try {
    yield* gunzip;
  } catch (error) {
    const { message } = error as Error;
    throw new SyntaxError(
      `Reading ${file}: expected a valid gzip file but decompression failed (${message}). Replace it with a complete file.`,
      { cause: error },
    );
  }
}

function isGzipped(file: string): boolean {
  return file.endsWith('.gz');
}
