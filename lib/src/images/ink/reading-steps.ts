import { countOf, listOf } from '../../text/format.js';
import type { FoundCharacters } from './find-characters.js';
import type { IgnoredMark } from './ignored-marks.js';

/** Names of ignored marks, singular and plural, and what was done about them. */
const words: Readonly<Record<IgnoredMark['kind'], readonly [one: string, several: string, done: string]>> = {
  frame: ['box or ring', 'boxes or rings', 'removed'],
  rule: ['ruled line', 'ruled lines', 'removed'],
  underline: ['underline', 'underlines', 'ignored'],
  shadow: ['shadow', 'shadows', 'ignored'],
  edge: ['mark at the edge', 'marks at the edge', 'ignored'],
  faint: ['faint mark', 'faint marks', 'ignored'],
  speck: ['speck', 'specks', 'ignored'],
};

/**
 * Describes how characters were found: the colours of ink and paper, and the marks that were removed or
 * ignored.
 */
export function readingSteps({
  ink,
  sheet,
  ignored,
}: Pick<FoundCharacters, 'ink' | 'sheet' | 'ignored'>): string[] {
  return [
    ink === 'dark' ? 'dark ink on light paper' : 'light ink on dark paper',
    ...(sheet ? ['sheet cut out and straightened'] : []),
    ...counted(ignored).map(({ marks, done }) => `${marks} ${done}`),
  ];
}

/** Ignored marks as the end of a sentence: `2 ruled lines and 1 speck`. The text is empty if there are none. */
export function ignoredWords(ignored: readonly IgnoredMark[]): string {
  return listOf(counted(ignored).map(({ marks }) => marks));
}

function counted(ignored: readonly IgnoredMark[]) {
  return Object.entries(words).flatMap(([kind, [one, several, done]]) => {
    const count = ignored.filter((mark) => mark.kind === kind).length;
    return count > 0 ? [{ marks: countOf(count, one, several), done }] : [];
  });
}
