/** Holds what the text of a lesson says to what the lesson shows: every number in it must be accounted for. */

import { type Notebook, textOf } from '../notebook.js';
import { type LessonOutputs, outputsOf, toNumber } from './outputs.js';

/** Something that the text says, and how it is known. */
export type Claim = {
  /** Its words, with `#` in place of each number: `'# of 100 right'` has a number and a 100 that is always so. */
  readonly says: string;
} & (
  | {
      /** The numbers, from what the lesson shows; the text may round them. */
      readonly numbers: (run: LessonOutputs) => readonly number[];
    }
  | {
      /** Whether it is so, for words whose numbers are no figures of a run. */
      readonly holds: (run: LessonOutputs) => boolean;
    }
  | {
      /** Where it is known from, for what no run shows. */
      readonly from: string;
    }
);

/**
 * What is wrong with the text of a lesson: claims that its outputs do not bear out, claims that it no longer makes, and
 * numbers that belong to no claim. Empty if nothing is.
 */
export function checkClaims(notebook: Notebook, claims: readonly Claim[]): string[] {
  const run = outputsOf(notebook);
  const texts = notebook.cells
    .filter(({ cell_type }) => cell_type === 'markdown')
    .map(({ source }) => proseOf(textOf(source)));
  const covered = texts.map(() => new Set<number>());
  const problems = claims.flatMap((claim) => {
    const matches = texts.flatMap((text, at) =>
      [...text.matchAll(patternOf(claim.says))].map((match) => {
        for (let place = match.index; place < match.index + match[0].length; place++) covered[at]!.add(place);
        return match;
      }),
    );
    if (matches.length === 0) return [`The text no longer says "${claim.says}".`];
    return matches.flatMap((match) => problemOf(claim, match[0], match.slice(1), run));
  });
  const loose = texts.flatMap((text, at) =>
    [...text.matchAll(/\d[\d,.]*/g)]
      .filter(({ index }) => !covered[at]!.has(index))
      .map(({ index, 0: number }) => `No claim holds ${number} in "…${around(text, index)}…".`),
  );
  return [...problems, ...loose];
}

function problemOf(claim: Claim, said: string, found: readonly string[], run: LessonOutputs): string[] {
  if ('from' in claim) return [];
  if ('holds' in claim)
    return claim.holds(run) ? [] : [`The text says "${said}", which is not what the lesson shows.`];
  const numbers = claim.numbers(run);
  const right = found.map((text, at) => {
    const decimals = text.split('.')[1]?.length ?? 0;
    return (numbers[at] ?? Number.NaN).toFixed(decimals);
  });
  const isSo =
    found.length === numbers.length && found.every((text, at) => toNumber(text) === Number(right[at]));
  return isSo ? [] : [`The text says "${said}", the lesson shows ${right.join(' and ')}.`];
}

/** The text without code, addresses and headings' numbers. */
function proseOf(markdown: string): string {
  return markdown
    .replace(/^```[\s\S]*?^```$/gm, '')
    .replace(/`[^`]*`/g, '``')
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/^#+ (\d+\.)?/gm, '')
    .replace(/\s+/g, ' ');
}

function patternOf(says: string): RegExp {
  const words = says.split('#').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(words.join('(\\d+(?:,\\d{3})*(?:\\.\\d+)?)'), 'g');
}

function around(text: string, at: number): string {
  return text.slice(Math.max(0, at - 40), at + 40).trim();
}
