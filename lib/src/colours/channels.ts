/** Red, green and blue of `'#rrggbb'`, 0 to 255 each. */
export function channels(colour: string): [red: number, green: number, blue: number] {
  const channel = (at: number) => Number.parseInt(colour.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
}

/** `'#rrggbb'` with an opacity from 0 to 1, as CSS `rgba()`. */
export function withOpacity(colour: string, opacity: number): string {
  return `rgba(${channels(colour).join(', ')}, ${opacity})`;
}
