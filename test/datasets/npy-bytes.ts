export type NpyType = '|u1' | '<u2' | '<i4' | '<i8' | '<u8' | '<f4' | '<f8';

const writers: Readonly<Record<NpyType, (values: readonly number[]) => ArrayBufferView>> = {
  '|u1': (values) => Uint8Array.from(values),
  '<u2': (values) => Uint16Array.from(values),
  '<i4': (values) => Int32Array.from(values),
  '<i8': (values) => BigInt64Array.from(values, BigInt),
  '<u8': (values) => BigUint64Array.from(values, BigInt),
  '<f4': (values) => Float32Array.from(values),
  '<f8': (values) => Float64Array.from(values),
};

/** An array in NumPy's format 1.0. The values of types not listed above are written as bytes. */
export function npy(
  type: NpyType,
  shape: readonly number[],
  values: readonly number[],
  isFortran = false,
): Uint8Array {
  const sides = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${type}', 'fortran_order': ${isFortran ? 'True' : 'False'}, 'shape': (${sides}), }`;
  const header = Buffer.from(`${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`);
  const beginning = Buffer.from([
    0x93,
    ...Buffer.from('NUMPY'),
    1,
    0,
    header.length & 255,
    header.length >> 8,
  ]);
  const { buffer, byteOffset, byteLength } = (writers[type] ?? writers['|u1'])(values);
  return Buffer.concat([beginning, header, Buffer.from(buffer, byteOffset, byteLength)]);
}
