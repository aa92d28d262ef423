import { type IdxElementType, type IdxLayout, idxLayouts } from './idx-elements.js';

/** What the caller knows about the file beforehand. What differs is an error. */
export interface IdxExpectation<Element extends IdxElementType = IdxElementType> {
  /** Name of the file, for error messages. Defaults to `'idx data'`. */
  readonly file?: string;
  /** Element type the file must have. Defaults to any. */
  readonly elementType?: Element;
  /** Number of dimensions the file must have. Defaults to any. */
  readonly dimensions?: number;
}

/** What the beginning of an idx file tells. */
export interface IdxHeader {
  readonly layout: IdxLayout;
  readonly shape: readonly number[];
  /** Number of elements: the product of `shape`. */
  readonly length: number;
  readonly headerBytes: number;
  /** Bytes that a file with this header has. */
  readonly fileBytes: number;
}

/** The most bytes that a header can have: a file has up to 255 dimensions. */
export const largestIdxHeader = 4 + 4 * 255;

/**
 * Reads the header of an idx file.
 *
 * @param bytes The beginning of the file.
 * @throws {SyntaxError} if it is not valid idx or announces something else than expected.
 */
export function parseIdxHeader(bytes: Uint8Array, expected: IdxExpectation = {}): IdxHeader {
  const { file = 'idx data' } = expected;
  if (bytes.length < 4)
    refuse(file, 'its length', 'at least the 4 bytes of the magic number', size(bytes.length));
  const [zero0, zero1, typeCode, dimensions] = bytes as unknown as [number, number, number, number];
  if (zero0 === 0x1f && zero1 === 0x8b) {
    throw new SyntaxError(
      `Reading ${file}: expected an uncompressed idx file but found a gzip file (it begins with 0x1f8b). Unpack it with gunzip first.`,
    );
  }
  if (zero0 !== 0 || zero1 !== 0) {
    refuse(file, 'its beginning', '0x0000, as that of idx files,', hex(bytes.subarray(0, 2)));
  }
  const layout = idxLayouts[typeCode];
  if (!layout) {
    return refuse(
      file,
      'its element type',
      '0x08, 0x09, 0x0b, 0x0c, 0x0d or 0x0e',
      hex(bytes.subarray(2, 3)),
    );
  }
  if (expected.elementType && layout.elementType !== expected.elementType) {
    refuse(file, 'its element type', expected.elementType, layout.elementType);
  }
  if (dimensions === 0) refuse(file, 'its number of dimensions', 'at least 1', '0');
  if (expected.dimensions !== undefined && dimensions !== expected.dimensions) {
    refuse(file, 'its number of dimensions', `${expected.dimensions}`, `${dimensions}`);
  }
  const headerBytes = 4 + 4 * dimensions;
  if (bytes.length < headerBytes) {
    refuse(
      file,
      'its length',
      `at least ${size(headerBytes)} for ${dimensions} dimensions`,
      size(bytes.length),
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const shape = Array.from({ length: dimensions }, (_, axis) => view.getUint32(4 + 4 * axis));
  // One size of nothing makes nothing of all, also of a product beyond every number.
  const length = shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1);
  return { layout, shape, length, headerBytes, fileBytes: headerBytes + length * layout.bytes };
}

/**
 * Checks that a file has the length that its header tells.
 *
 * @throws {SyntaxError} if it has another.
 */
export function checkIdxLength({ layout, shape, fileBytes }: IdxHeader, found: number, file: string): void {
  if (found === fileBytes) return;
  refuse(
    file,
    'its length',
    `${size(fileBytes)} for ${shape.join(' × ')} ${layout.elementType}`,
    size(found),
  );
}

function refuse(file: string, what: string, expected: string, found: string): never {
  throw new SyntaxError(
    `Reading ${file}: expected ${what} to be ${expected} but found ${found}. Replace it by a whole idx file.`,
  );
}

function size(bytes: number): string {
  return `${bytes} bytes`;
}

function hex(bytes: Uint8Array): string {
  return `0x${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
