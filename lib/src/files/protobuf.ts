/**
 * Encoded fields of Protocol Buffers messages. A message is the concatenation of its fields. Field numbers
 * are those of the format's `.proto` file.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export const protobuf = {
  /** `int32`, `int64`, `uint64`, `bool` and enumerations. */
  integer: (field: number, value: number): Buffer => Buffer.concat([key(field, 0), varint(value)]),

  float(field: number, value: number): Buffer {
    const bytes = Buffer.alloc(4);
    bytes.writeFloatLE(value);
    return Buffer.concat([key(field, 5), bytes]);
  },

  double(field: number, value: number): Buffer {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value);
    return Buffer.concat([key(field, 1), bytes]);
  },

  /** `string`. */
  text: (field: number, value: string): Buffer => delimited(field, [Buffer.from(value)]),

  bytes: (field: number, value: Uint8Array): Buffer => delimited(field, [value]),

  /** A message within a message. */
  message: (field: number, ...fields: readonly Uint8Array[]): Buffer => delimited(field, fields),
};

function delimited(field: number, parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([key(field, 2), varint(length), ...parts]);
}

function key(field: number, wireType: number): Buffer {
  return varint(field * 8 + wireType);
}

/**
 * Encodes an integer as seven bits per byte, lowest first. Negative numbers are 64 bits in two's complement.
 */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}
