import { expect } from 'vitest';

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  Buffer.from(buffer, byteOffset, byteLength);

/**
 * Compares typed arrays of one class by their bytes first. `toEqual` compares their elements, which takes microseconds
 * each. It still does if the bytes differ, because -0 may equal 0, and to report the differences.
 */
function haveEqualBytes(one: unknown, other: unknown): true | undefined {
  if (!ArrayBuffer.isView(one) || !ArrayBuffer.isView(other)) return undefined;
  const isSameClass = Object.getPrototypeOf(one) === Object.getPrototypeOf(other);
  return isSameClass && bytesOf(one).equals(bytesOf(other)) ? true : undefined;
}

expect.addEqualityTesters([haveEqualBytes]);
