import fc from 'fast-check';

/** A change to bytes. Positions are fractions of the length, so that they fit bytes of any length. */
type Edit =
  | { readonly kind: 'set'; readonly place: number; readonly value: number }
  | { readonly kind: 'flip'; readonly place: number; readonly bit: number }
  | { readonly kind: 'number'; readonly place: number; readonly number: number; readonly isBig: boolean }
  | { readonly kind: 'insert'; readonly place: number; readonly bytes: Uint8Array }
  | { readonly kind: 'remove' | 'repeat'; readonly place: number; readonly length: number }
  | { readonly kind: 'end'; readonly place: number };

const place = fc.double({ min: 0, max: 1, noNaN: true });
/** Numbers that often break parsers. */
const number = fc.constantFrom(0, 1, 0x7f, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff);

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), place, value: fc.nat(255) }),
  fc.record({ kind: fc.constant('flip' as const), place, bit: fc.nat(7) }),
  fc.record({ kind: fc.constant('number' as const), place, number, isBig: fc.boolean() }),
  fc.record({ kind: fc.constant('insert' as const), place, bytes: fc.uint8Array({ maxLength: 40 }) }),
  fc.record({ kind: fc.constantFrom('remove' as const, 'repeat' as const), place, length: fc.nat(600) }),
  fc.record({ kind: fc.constant('end' as const), place }),
);

/** Almost valid bytes: one of the given arrays with one to four changes. */
export function mutations(...whole: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(fc.constantFrom(...whole), fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(([bytes, edits]) => edits.reduce(apply, bytes));
}

/** Bytes as a stream delivers them, in pieces of any length. */
export async function* inPieces(bytes: Uint8Array, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let begin = 0; begin < bytes.length; begin += pieceBytes)
    yield bytes.subarray(begin, begin + pieceBytes);
}

function apply(bytes: Uint8Array, edit: Edit): Uint8Array {
  const at = Math.min(bytes.length, Math.floor(edit.place * bytes.length));
  const [before, behind] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (edit.kind) {
    case 'set':
      return bytes.map((byte, index) => (index === at ? edit.value : byte));
    case 'flip':
      return bytes.map((byte, index) => (index === at ? byte ^ (1 << edit.bit) : byte));
    case 'number': {
      const four = Buffer.alloc(4);
      if (edit.isBig) four.writeUInt32BE(edit.number);
      else four.writeUInt32LE(edit.number);
      return joined(before, four, behind.subarray(4));
    }
    case 'insert':
      return joined(before, edit.bytes, behind);
    case 'remove':
      return joined(before, behind.subarray(edit.length));
    case 'repeat':
      return joined(before, behind.subarray(0, edit.length), behind);
    case 'end':
      return before;
  }
}

function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces));
}
