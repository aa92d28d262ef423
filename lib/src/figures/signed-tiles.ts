/**
 * Signed numbers as colour numbers of the diverging palette: 0 is drawn dark, `-limit` and `limit` and all beyond
 * in the strongest colours.
 */
export function signedPixels(values: ArrayLike<number>, limit: number): Uint8Array {
  return Uint8Array.from(values, (value) => {
    const position = limit > 0 ? Math.max(-1, Math.min(1, value / limit)) : 0;
    // 255 is the transparent colour of a grid.
    return 128 + Math.round(position * 126);
  });
}

/** The size that a given share of all numbers does not exceed: a limit that a few outliers cannot move. */
export function sizeQuantile(values: ArrayLike<number>, share: number): number {
  const sizes = Float64Array.from(values, Math.abs).sort();
  return sizes[Math.min(sizes.length - 1, Math.floor(sizes.length * share))] ?? 0;
}
