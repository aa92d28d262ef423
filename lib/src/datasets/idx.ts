/** The typed array of each idx element type. */
export interface IdxElements {
  readonly uint8: Uint8Array;
  readonly int8: Int8Array;
  readonly int16: Int16Array;
  readonly int32: Int32Array;
  readonly float32: Float32Array;
  readonly float64: Float64Array;
}

/** Name of an idx element type: `'uint8'`, `'int8'`, `'int16'`, `'int32'`, `'float32'` or `'float64'`. */
export type IdxElementType = keyof IdxElements;

/** The content of an idx file. */
export interface IdxArray<Element extends IdxElementType = IdxElementType> {
  readonly elementType: Element;
  /** Size of each dimension, outermost first: `[60000, 28, 28]` for MNIST's training images. */
  readonly shape: readonly number[];
  /** The elements, row-major. Its length is the product of `shape`. */
  readonly data: IdxElements[Element];
}

/** Expected properties of an idx file. Any deviation is an error. */
export interface IdxExpectation<Element extends IdxElementType = IdxElementType> {
  /** Name of the file, for error messages. Defaults to `'idx data'`. */
  readonly file?: string;
  /** Element type the file must have. Defaults to any. */
  readonly elementType?: Element;
  /** Number of dimensions the file must have. Defaults to any. */
  readonly dimensions?: number;
}

/**
 * Reads an idx file, the format of MNIST and related datasets: two zero bytes, the element type, the number of
 * dimensions, each dimension as a big-endian uint32, then the elements. Parsing is strict: a file with an
 * unexpected header byte or length is rejected.
 *
 * @param bytes The complete file, uncompressed.
 * @param expected Additional requirements, and the file's name for error messages.
 * @returns The shape and elements. For `uint8` the elements are a view of `bytes`, not a copy.
 * @throws {SyntaxError} if the file is not valid idx or does not meet the requirements. The message names the
 *   file, the expected and the actual value.
 *
 * @example
 * const { shape, data } = parseIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 9));
 * console.log(shape, data); // [ 2 ] Uint8Array(2) [ 7, 9 ]
 *
 * Format: http://yann.lecun.com/exdb/mnist/, section "The IDX file format".
 */
export function parseIdx<Element extends IdxElementType = IdxElementType>(
  bytes: Uint8Array,
  expected: IdxExpectation<Element> = {},
): IdxArray<Element> {
  const header = parseIdxHeader(bytes, expected);
  checkIdxLength(header, bytes.length, expected.file ?? 'idx data');
  const { layout, shape } = header;
  return { elementType: layout.elementType, shape, data: readElements(header, bytes) } as never;
}

export interface IdxHeader {
  readonly layout: IdxLayout;
  readonly shape: readonly number[];
  /** Number of elements: the product of `shape`. */
  readonly length: number;
  readonly headerBytes: number;
  /** Size in bytes of a file with this header. */
  readonly fileBytes: number;
}

/** The maximum size of a header, in bytes: a file has up to 255 dimensions. */
export const largestIdxHeader = 4 + 4 * 255;

/**
 * Reads the header of an idx file.
 *
 * @param bytes The beginning of the file.
 * @throws {SyntaxError} if it is not valid idx or does not meet the requirements.
 */
export function parseIdxHeader(bytes: Uint8Array, expected: IdxExpectation): IdxHeader {
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
  // With a dimension of 0, the product is 0 even if the others overflow to infinity.
  const length = shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1);
  const fileBytes = headerBytes + length * layout.Elements.BYTES_PER_ELEMENT;
  return { layout, shape, length, headerBytes, fileBytes };
}

/**
 * Checks that a file's length matches its header.
 *
 * @throws {SyntaxError} if it does not.
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

function readElements({ layout, headerBytes, length }: IdxHeader, bytes: Uint8Array) {
  const begin = bytes.byteOffset + headerBytes;
  if (layout.elementType === 'uint8') return new Uint8Array(bytes.buffer, begin, length);
  const view = new DataView(bytes.buffer, begin);
  const { Elements, read } = layout;
  return Elements.from({ length }, (_, index) => view[read](index * Elements.BYTES_PER_ELEMENT));
}

function refuse(file: string, what: string, expected: string, found: string): never {
  throw new SyntaxError(
    `Reading ${file}: expected ${what} to be ${expected} but found ${found}. Replace it with a complete idx file.`,
  );
}

function size(bytes: number): string {
  return `${bytes} bytes`;
}

function hex(bytes: Uint8Array): string {
  return `0x${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** The binary layout of an element type. */
export interface IdxLayout {
  readonly elementType: IdxElementType;
  readonly Elements: ElementsConstructor;
  readonly read: 'getUint8' | 'getInt8' | 'getInt16' | 'getInt32' | 'getFloat32' | 'getFloat64';
}

interface ElementsConstructor {
  readonly BYTES_PER_ELEMENT: number;
  from(source: ArrayLike<number>, map: (value: number, index: number) => number): IdxElements[IdxElementType];
}

/** Layouts by the third byte of the magic number, as defined by the idx format. Elements are big-endian. */
const idxLayouts: Readonly<Record<number, IdxLayout>> = {
  8: { elementType: 'uint8', Elements: Uint8Array, read: 'getUint8' },
  9: { elementType: 'int8', Elements: Int8Array, read: 'getInt8' },
  11: { elementType: 'int16', Elements: Int16Array, read: 'getInt16' },
  12: { elementType: 'int32', Elements: Int32Array, read: 'getInt32' },
  13: { elementType: 'float32', Elements: Float32Array, read: 'getFloat32' },
  14: { elementType: 'float64', Elements: Float64Array, read: 'getFloat64' },
};
