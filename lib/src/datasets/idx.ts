/** The typed array that holds each element type an idx file can name. */
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

/** What an idx file holds. */
export interface IdxArray<Element extends IdxElementType = IdxElementType> {
  readonly elementType: Element;
  /** Size of each dimension, outermost first: `[60000, 28, 28]` for MNIST's training images. */
  readonly shape: readonly number[];
  /** The elements, row-major; its length is the product of `shape`. */
  readonly data: IdxElements[Element];
}

/** What the caller knows about the file beforehand. What differs is an error. */
export interface IdxExpectation<Element extends IdxElementType = IdxElementType> {
  /** Name of the file, for error messages. Defaults to `'idx data'`. */
  readonly file?: string;
  /** Element type the file must have. Defaults to any. */
  readonly elementType?: Element;
  /** Number of dimensions the file must have. Defaults to any. */
  readonly dimensions?: number;
}

type ReadElement = (view: DataView, offset: number) => number;

interface Layout {
  readonly elementType: IdxElementType;
  readonly bytes: number;
  readonly create: (length: number) => { [index: number]: number };
  readonly read: ReadElement;
}

/** By the third byte of the magic number, as the idx format defines them. Elements are big-endian. */
const layouts: Readonly<Record<number, Layout>> = {
  8: layout('uint8', 1, Uint8Array, (view, offset) => view.getUint8(offset)),
  9: layout('int8', 1, Int8Array, (view, offset) => view.getInt8(offset)),
  11: layout('int16', 2, Int16Array, (view, offset) => view.getInt16(offset)),
  12: layout('int32', 4, Int32Array, (view, offset) => view.getInt32(offset)),
  13: layout('float32', 4, Float32Array, (view, offset) => view.getFloat32(offset)),
  14: layout('float64', 8, Float64Array, (view, offset) => view.getFloat64(offset)),
};

/**
 * Reads an idx file, the format of MNIST and its relatives: two zero bytes, the element type, the number of
 * dimensions, each dimension as a big-endian uint32, then the elements. Nothing is guessed: a file that
 * deviates in one byte of its header or in its length is refused.
 *
 * @param bytes The whole file, not compressed.
 * @param expected What the file must hold beyond being valid, and its name for error messages.
 * @returns Its shape and elements. For `uint8` the elements are a view of `bytes`, not a copy.
 * @throws {SyntaxError} If the file is not valid idx or holds something else than expected; the message
 *   names the file, the value found and the value wanted.
 *
 * @example
 * ```ts
 * const { shape, data } = parseIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 9));
 * console.log(shape, data); // [ 2 ] Uint8Array(2) [ 7, 9 ]
 * ```
 *
 * Format: http://yann.lecun.com/exdb/mnist/, section "The IDX file format".
 */
export function parseIdx<Element extends IdxElementType = IdxElementType>(
  bytes: Uint8Array,
  expected: IdxExpectation<Element> = {},
): IdxArray<Element> {
  const { file = 'idx data' } = expected;
  const refuse = (what: string, found: string, wanted: string): never => {
    throw new SyntaxError(`Cannot read ${file}: ${what} is ${found}, wanted ${wanted}`);
  };
  if (bytes.length < 4) refuse('its length', `${bytes.length} bytes`, 'at least the 4 of the magic number');
  const [zero0, zero1, typeCode, dimensions] = bytes as unknown as [number, number, number, number];
  if (zero0 === 0x1f && zero1 === 0x8b) {
    refuse('its beginning', 'that of a gzip file (0x1f8b)', 'an uncompressed idx file (gunzip it first)');
  }
  if (zero0 !== 0 || zero1 !== 0) {
    refuse('the beginning of its magic number', hex(bytes.subarray(0, 2)), '0x0000, as idx files begin');
  }
  const found = layouts[typeCode];
  if (!found) {
    return refuse('its element type', hex(bytes.subarray(2, 3)), '0x08, 0x09, 0x0b, 0x0c, 0x0d or 0x0e');
  }
  if (expected.elementType && found.elementType !== expected.elementType) {
    refuse('its element type', found.elementType, expected.elementType);
  }
  if (dimensions === 0) refuse('its number of dimensions', '0', 'at least 1');
  if (expected.dimensions !== undefined && dimensions !== expected.dimensions) {
    refuse('its number of dimensions', `${dimensions}`, `${expected.dimensions}`);
  }
  const headerBytes = 4 + 4 * dimensions;
  if (bytes.length < headerBytes) {
    refuse('its length', `${bytes.length} bytes`, `at least ${headerBytes} for ${dimensions} dimensions`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const shape = Array.from({ length: dimensions }, (_, axis) => view.getUint32(4 + 4 * axis));
  const length = shape.reduce((product, size) => product * size, 1);
  const wantedBytes = headerBytes + length * found.bytes;
  if (bytes.length !== wantedBytes) {
    const reason = `${wantedBytes} bytes for ${shape.join(' × ')} ${found.elementType}`;
    refuse('its length', `${bytes.length} bytes`, reason);
  }
  return {
    elementType: found.elementType,
    shape,
    data: readElements(found, view, headerBytes, length),
  } as never;
}

function readElements(found: Layout, view: DataView, offset: number, length: number) {
  if (found.elementType === 'uint8') return new Uint8Array(view.buffer, view.byteOffset + offset, length);
  const data = found.create(length);
  for (let index = 0; index < length; index++) data[index] = found.read(view, offset + index * found.bytes);
  return data;
}

function layout(
  elementType: IdxElementType,
  bytes: number,
  Elements: new (length: number) => { [index: number]: number },
  read: ReadElement,
): Layout {
  return { elementType, bytes, create: (length) => new Elements(length), read };
}

function hex(bytes: Uint8Array): string {
  return `0x${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
