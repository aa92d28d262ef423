/** Width of a figure on a phone, and of a letter of 11 pixels, in pixels. */
const [phone, letter] = [322, 5.8];

/**
 * Breaks the lines of a caption that would lie on the caption beside it, at a space or behind a slash; one that cannot be
 * broken is cut.
 *
 * @param lines Already escaped.
 * @param across Images in a row.
 */
export function wrapCaption(lines: readonly string[], across: number): string[] {
  const most = Math.max(4, Math.floor(phone / across / letter));
  return lines.flatMap((line) => wrapLine(line, most));
}

function wrapLine(line: string, mostLetters: number): string[] {
  const letters = line.match(/&#?\w+;|./gu) ?? [];
  if (letters.length <= mostLetters) return [line];
  // An arrow belongs to the word behind it.
  const start = letters[0] === '→' ? 2 : 0;
  const places = letters.flatMap((one, at) =>
    at > start && at <= mostLetters && (one === ' ' || letters[at - 1] === '/') ? [at] : [],
  );
  const at = places.at(-1);
  if (at === undefined) return [`${letters.slice(0, mostLetters).join('')}…`];
  return [letters.slice(0, at).join(''), ...wrapLine(letters.slice(at).join('').trim(), mostLetters)];
}
