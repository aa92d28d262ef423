/** @throws {RangeError} if a weight is NaN or infinite: a network with it answers nothing but NaN. */
export function requireFinite(name: string, values: Float32Array): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) throw new RangeError(`expected finite weights but "${name}" has ${values[at]} at ${at}`);
}
