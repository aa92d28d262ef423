/** An array saved by NumPy. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** The elements, row-major. */
  readonly values: ArrayLike<number>;
}

/** Supported element types, by NumPy's names. Multi-byte types are little-endian. */
const elementTypes: Readonly<Record<string, { new (bytes: ArrayBuffer): ArrayLike<number> }>> = {
  '|u1': Uint8Array,
  '|i1': Int8Array,
  '|b1': Uint8Array,
  '<u2': Uint16Array,
  '<i2': Int16Array,
  '<u4': Uint32Array,
  '<i4': Int32Array,
  '<f4': Float32Array,
  '<f8': Float64Array,
  // Labels stored in 64 bits are small enough to be exact as float64.
  '<i8': class extends Float64Array {
    constructor(bytes: ArrayBuffer) {
      super(Float64Array.from(new BigInt64Array(bytes), Number));
    }
  },
  '<u8': class extends Float64Array {
    constructor(bytes: ArrayBuffer) {
      super(Float64Array.from(new BigUint64Array(bytes), Number));
    }
  },
};

/** The maximum size of an array in bytes. */
const largestArray = 2 ** 31;

/**
 * Reads an array in NumPy's format npy (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
 *
 * @param source Name of the file, for messages.
 * @throws {SyntaxError} if it is not in that format or not in C order, or its elements are not numbers.
 * @throws {RangeError} if it is larger than two gigabytes. No more is read than its header states.
 */
export async function readNpy(chunks: AsyncIterable<Uint8Array>, source: string): Promise<NpyArray> {
  let beginning: Buffer = Buffer.alloc(0);
  let header: Header | undefined;
  let bytes = new Uint8Array();
  let length = 0;
  try {
    for await (const chunk of chunks) {
      let rest: Uint8Array = chunk;
      if (!header) {
        beginning = Buffer.concat([beginning, chunk]);
        header = headerOf(beginning, source);
        if (!header) continue;
        bytes = new Uint8Array(header.bytes);
        rest = beginning.subarray(header.start);
      }
      length += rest.length;
      if (length > header.bytes) break;
      bytes.set(rest, length - rest.length);
    }
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) throw error;
    throw new SyntaxError(`Reading ${source}: ${(error as Error).message}.`, { cause: error });
  }
  if (!header || length !== header.bytes)
    throw new SyntaxError(
      `Reading ${source}: expected ${header ? `${header.bytes} bytes of an array` : 'an npy array'} but found ${length > (header?.bytes ?? 0) ? 'more' : `${length}`}. Save it again with numpy.savez.`,
    );
  return { shape: header.shape, values: new elementTypes[header.type]!(bytes.buffer as ArrayBuffer) };
}

interface Header {
  readonly type: string;
  readonly shape: readonly number[];
  /** Offset of the elements. */
  readonly start: number;
  /** Size of all elements in bytes. */
  readonly bytes: number;
}

/** The header, or undefined if it has not arrived completely yet. */
function headerOf(beginning: Buffer, source: string): Header | undefined {
  if (beginning.length < 12) return undefined;
  const isWide = beginning[6]! > 1;
  if (beginning.toString('latin1', 0, 6) !== '\x93NUMPY')
    throw new SyntaxError(
      `Reading ${source}: expected an npy array but found something else. Save it with numpy.savez.`,
    );
  const start = isWide ? 12 + beginning.readUInt32LE(8) : 10 + beginning.readUInt16LE(8);
  // No header of a numeric array is this long.
  if (start > 65_536)
    throw new SyntaxError(`Reading ${source}: expected a short header but found ${start} bytes.`);
  if (beginning.length < start) return undefined;
  const text = beginning.toString('latin1', 10, start);
  const type = /'descr': *'([^']*)'/.exec(text)?.[1] ?? 'several fields';
  const shape = /'shape': *\(([\d, ]*)\)/
    .exec(text)?.[1]
    ?.split(',')
    .filter((side) => side.trim() !== '');
  if (!(type in elementTypes))
    throw new SyntaxError(
      `Reading ${source}: expected numbers, such as uint8 or float32, but found the type ${type}. Convert it with astype.`,
    );
  if (!shape || !/'fortran_order': *False/.test(text))
    throw new SyntaxError(
      `Reading ${source}: expected an array in C order but found another. Convert it with numpy.ascontiguousarray.`,
    );
  const sides = shape.map(Number);
  const bytes = sides.reduce((product, side) => product * side, Number(type[2]));
  if (bytes > largestArray)
    throw new RangeError(
      `Reading ${source}: expected at most ${largestArray.toLocaleString('en-US')} bytes but found ${sides.join(' × ')} of ${type}.`,
    );
  return { type, shape: sides, start, bytes };
}
