import fc from 'fast-check';

/**
 * Damage to bytes: flipped bits, pieces that are removed, repeated, zeroed, replaced or appended, and a missing end.
 */
export const damage = fc.record({
  kind: fc.constantFrom('flip', 'remove', 'double', 'zero', 'replace', 'cut', 'append'),
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  length: fc.integer({ min: 1, max: 40 }),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
  bit: fc.integer({ min: 0, max: 7 }),
});

type Damage = typeof damage extends fc.Arbitrary<infer Value> ? Value : never;

export function damaged(bytes: Buffer, { kind, at, length, bytes: others, bit }: Damage): Buffer {
  const start = Math.floor(at * bytes.length);
  const [head, piece, tail] = [
    bytes.subarray(0, start),
    bytes.subarray(start, start + length),
    bytes.subarray(start + length),
  ];
  if (kind === 'remove') return Buffer.concat([head, tail]);
  if (kind === 'double') return Buffer.concat([head, piece, piece, tail]);
  if (kind === 'zero') return Buffer.concat([head, Buffer.alloc(piece.length), tail]);
  if (kind === 'replace') return Buffer.concat([head, others, tail]);
  if (kind === 'cut') return Buffer.from(head);
  if (kind === 'append') return Buffer.concat([bytes, others]);
  const copy = Buffer.from(bytes);
  copy[start]! ^= 1 << bit;
  return copy;
}
