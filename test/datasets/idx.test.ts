import { parseIdx } from 'mnist-lab';
import { expect, test } from 'vitest';
import { idxBytes } from './idx-bytes.js';

const digits = idxBytes(8, [2, 2, 3], Uint8Array.of(0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255));

test('parseIdx() returns shape and elements', () => {
  const { elementType, shape, data } = parseIdx(digits);
  expect(elementType).toBe('uint8');
  expect(shape).toEqual([2, 2, 3]);
  expect(data).toEqual(Uint8Array.of(0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255));
});

test('parseIdx() accepts a byte array that starts in the middle of its buffer', () => {
  const padded = new Uint8Array(digits.length + 3);
  padded.set(digits, 3);
  expect(parseIdx(padded.subarray(3)).data).toEqual(parseIdx(digits).data);
});

test('parseIdx() reads big-endian elements of every type', () => {
  const elements = (bytes: number, write: (buffer: Buffer) => void) => {
    const buffer = Buffer.alloc(bytes);
    write(buffer);
    return buffer;
  };
  const cases = [
    { code: 9, elements: Uint8Array.of(0x80, 0x7f), wanted: Int8Array.of(-128, 127) },
    { code: 11, elements: elements(4, (b) => b.writeInt32BE(-2)), wanted: Int16Array.of(-1, -2) },
    { code: 12, elements: elements(4, (b) => b.writeInt32BE(-123456)), wanted: Int32Array.of(-123456) },
    { code: 13, elements: elements(4, (b) => b.writeFloatBE(-1.5)), wanted: Float32Array.of(-1.5) },
    { code: 14, elements: elements(8, (b) => b.writeDoubleBE(Math.PI)), wanted: Float64Array.of(Math.PI) },
  ];
  for (const { code, elements, wanted } of cases) {
    expect(parseIdx(idxBytes(code, [wanted.length], elements)).data).toEqual(wanted);
  }
});

test('parseIdx() accepts a file without images', () => {
  expect(parseIdx(idxBytes(8, [0, 28, 28], new Uint8Array())).data).toEqual(new Uint8Array());
});

test.each([
  [
    'an empty file',
    new Uint8Array(),
    'its length to be at least the 4 bytes of the magic number but found 0',
  ],
  ['a web page', Buffer.from('<html>'), 'its beginning to be 0x0000, as that of idx files, but found 0x3c68'],
  ['a gzip file', Uint8Array.of(0x1f, 0x8b, 8, 0), 'found a gzip file (it begins with 0x1f8b). Unpack it'],
  ['an unknown element type', Uint8Array.of(0, 0, 10, 1), 'its element type to be 0x08, 0x09, 0x0b'],
  [
    'a file without dimensions',
    Uint8Array.of(0, 0, 8, 0, 1),
    'its number of dimensions to be at least 1 but found 0',
  ],
  ['a truncated header', digits.subarray(0, 9), 'at least 16 bytes for 3 dimensions but found 9 bytes'],
  ['a file that lacks elements', digits.subarray(0, -1), '28 bytes for 2 × 2 × 3 uint8 but found 27 bytes'],
  [
    'a file with bytes after the last element',
    Buffer.concat([digits, digits]),
    '2 × 2 × 3 uint8 but found 56 bytes',
  ],
  [
    'dimensions that exceed any memory',
    idxBytes(8, [0xffffffff, 0xffffffff, 0xffffffff], new Uint8Array(4)),
    'its length to be 7.9',
  ],
])('parseIdx() rejects %s', (_, bytes, message) => {
  expect(() => parseIdx(bytes, { file: 'x' })).toThrow(SyntaxError);
  expect(() => parseIdx(bytes, { file: 'x' })).toThrow(`Reading x: expected `);
  expect(() => parseIdx(bytes, { file: 'x' })).toThrow(message);
});

test('parseIdx() returns an empty array if one dimension is 0', () => {
  const shape = [0xffffffff, 0xffffffff, ...Array(200).fill(0xffffffff), 0];
  expect(parseIdx(idxBytes(8, shape, new Uint8Array())).data).toHaveLength(0);
});

test('parseIdx() rejects an element type or number of dimensions other than the expected one', () => {
  expect(() => parseIdx(digits, { elementType: 'int32' })).toThrow(
    'element type to be int32 but found uint8',
  );
  expect(() => parseIdx(digits, { dimensions: 1 })).toThrow('number of dimensions to be 1 but found 3');
});
