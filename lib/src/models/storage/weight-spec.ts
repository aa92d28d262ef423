/** Bytes of one number, by type. Text has no fixed length, and no layer of a network keeps any. */
const bytesOf = { float32: 4, int32: 4, bool: 1, complex64: 8, uint8: 1, uint16: 2, float16: 2 } as const;

/** How a weight lies in its file. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: number[];
  readonly dtype: 'float32' | 'int32' | 'bool' | 'complex64';
  /** Numbers of fewer bits: each stands for `scale · number + min`, a `'float16'` for itself. */
  readonly quantization?: {
    readonly dtype: 'uint8' | 'uint16' | 'float16';
    readonly scale?: number;
    readonly min?: number;
  };
  /** Whose weight it is; the network's where nothing is said. */
  readonly group?: 'model' | 'optimizer';
}

/** Numbers in a tensor of this shape. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((total, size) => total * size, 1);
}

/** Length of a weight in its file. */
export function byteLength({ shape, dtype, quantization }: WeightSpec): number {
  return elementCount(shape) * bytesOf[quantization?.dtype ?? dtype];
}

/** What is wrong with a value that should be a `WeightSpec`, as "expected … but found …"; undefined if nothing is. */
export function weightSpecFault(value: unknown): string | undefined {
  const spec = (value ?? {}) as Partial<Record<keyof WeightSpec, unknown>>;
  const { name, shape, dtype, quantization } = spec;
  if (typeof name !== 'string' || name === '')
    return `expected each weight to have a name but found ${JSON.stringify(name)}`;
  if (!Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size) && size >= 0))
    return `expected the shape of weight "${name}" to be a list of whole numbers but found ${JSON.stringify(shape)}`;
  if (!isOneOf(dtype, ['float32', 'int32', 'bool', 'complex64']))
    return `expected weight "${name}" to be of float32, int32, bool or complex64 but found ${JSON.stringify(dtype)}`;
  return quantization === undefined ? undefined : quantizationFault(name, dtype as string, quantization);
}

function quantizationFault(name: string, dtype: string, value: unknown): string | undefined {
  const {
    dtype: stored,
    scale,
    min,
  } = (value ?? {}) as Partial<Record<keyof NonNullable<WeightSpec['quantization']>, unknown>>;
  const half = stored === 'float16' && dtype === 'float32';
  const whole = isOneOf(stored, ['uint8', 'uint16']) && Number.isFinite(scale) && Number.isFinite(min);
  if (half || (whole && isOneOf(dtype, ['float32', 'int32']))) return undefined;
  return (
    `expected weight "${name}" of ${dtype} to be quantized as float16, or as uint8 or uint16 with a scale and a min, ` +
    `but found ${JSON.stringify(value)}`
  );
}

function isOneOf(value: unknown, known: readonly string[]): boolean {
  return typeof value === 'string' && known.includes(value);
}
