/** Builds an idx file in memory, independently of the parser. */
export function idxBytes(typeCode: number, shape: readonly number[], elements: Uint8Array): Uint8Array {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt8(typeCode, 2);
  header.writeUInt8(shape.length, 3);
  shape.forEach((size, axis) => {
    header.writeUInt32BE(size, 4 + 4 * axis);
  });
  return new Uint8Array(Buffer.concat([header, elements]));
}
