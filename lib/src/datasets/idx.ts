import type { IdxElements, IdxElementType } from './idx-elements.js';
import { checkIdxLength, type IdxExpectation, type IdxHeader, parseIdxHeader } from './idx-header.js';

/** What an idx file holds. */
export interface IdxArray<Element extends IdxElementType = IdxElementType> {
  readonly elementType: Element;
  /** Size of each dimension, outermost first: `[60000, 28, 28]` for MNIST's training images. */
  readonly shape: readonly number[];
  /** The elements, row-major; its length is the product of `shape`. */
  readonly data: IdxElements[Element];
}

/**
 * Reads an idx file, the format of MNIST and its relatives: two zero bytes, the element type, the number of
 * dimensions, each dimension as a big-endian uint32, then the elements. Nothing is guessed: a file that
 * deviates in one byte of its header or in its length is refused.
 *
 * @param bytes The whole file, not compressed.
 * @param expected What the file must hold beyond being valid, and its name for error messages.
 * @returns Its shape and elements. For `uint8` the elements are a view of `bytes`, not a copy.
 * @throws {SyntaxError} if the file is not valid idx or holds something else than expected; the message
 *   names the file, the value expected and the value found.
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
  const header = parseIdxHeader(bytes, expected);
  checkIdxLength(header, bytes.length, expected.file ?? 'idx data');
  const { layout, shape } = header;
  return { elementType: layout.elementType, shape, data: readElements(header, bytes) } as never;
}

function readElements({ layout, headerBytes, length }: IdxHeader, bytes: Uint8Array) {
  const begin = bytes.byteOffset + headerBytes;
  if (layout.elementType === 'uint8') return new Uint8Array(bytes.buffer, begin, length);
  const view = new DataView(bytes.buffer, begin);
  const data = layout.create(length);
  for (let index = 0; index < length; index++) data[index] = layout.read(view, index * layout.bytes);
  return data;
}
