/** Holds what the text of a lesson says to what the lesson shows: every number in it must be accounted for. */

import type { Lesson } from '../../../lib/src/lessons/lesson.js';
import { type Notebook, textOf } from '../notebook.js';
import { claimsFile, requireParts } from '../project.js';
import { type LessonOutputs, outputsOf, toNumber } from './outputs.js';

/** Something that the text says, and how the outputs bear it out. */
export type Claim = {
  /** Its words, with `#` in place of each number: `'# of 100 right'` has a number and a 100 that is always so. */
  readonly says: string;
} & (
  | {
      /** The numbers, from what the lesson shows. The text may round them. */
      readonly numbers: (run: LessonOutputs) => readonly number[];
      /**
       * How far a number of the text may be from what the lesson shows, because another processor or seed gives another
       * one. Defaults to what rounding explains.
       */
      readonly within?: number;
    }
  | {
      /** The number that the text gives a bound of, with words such as *above #*. */
      readonly above: (run: LessonOutputs) => number;
    }
  | {
      /** The number that the text gives a bound of, with words such as *below #*. */
      readonly below: (run: LessonOutputs) => number;
    }
  | {
      /** Whether it is so, for words whose numbers are not figures of a run. */
      readonly holds: (run: LessonOutputs) => boolean;
    }
);

/** What is known about the text of a lesson. */
interface LessonClaims {
  readonly claims: readonly Claim[];
  /** Words with numbers that no run shows: names, arithmetic, examples, citations. */
  readonly plainNumbers: readonly string[];
}

/**
 * The claims of a lesson, from the file of its name.
 *
 * @throws {UsageError} if there is no such file.
 */
export async function claimsOf(lesson: Lesson): Promise<LessonClaims> {
  requireParts(lesson);
  return (await import(claimsFile(lesson))) as LessonClaims;
}

/**
 * What is wrong with the text of a lesson: claims that its outputs do not bear out, claims that it no longer makes,
 * sections that do not exist, and numbers that belong to no claim. Empty if nothing is.
 */
export function checkClaims(notebook: Notebook, { claims, plainNumbers }: LessonClaims): string[] {
  const run = outputsOf(notebook);
  const markdown = notebook.cells.flatMap(({ cell_type, source }) =>
    cell_type === 'markdown' ? [textOf(source)] : [],
  );
  const sections = markdown.flatMap((text) =>
    [...text.matchAll(/^## (\d+)\./gm)].map(([, number]) => number!),
  );
  const texts = markdown.map(proseOf);
  const covered = texts.map(() => new Set<number>());
  /** Every place where the text says something; each is then accounted for. */
  const find = (pattern: RegExp) =>
    texts.flatMap((text, at) =>
      [...text.matchAll(pattern)].map((match) => {
        for (let place = match.index; place < match.index + match[0].length; place++) covered[at]!.add(place);
        return match;
      }),
    );
  const gone = (words: string) => `The text no longer says "${words}".`;
  const problems = claims.flatMap((claim) => {
    const matches = find(patternOf(claim.says));
    if (matches.length === 0) return [gone(claim.says)];
    return matches.flatMap((match) => problemOf(claim, match[0], match.slice(1), run));
  });
  const unused = plainNumbers.filter((words) => find(patternOf(words)).length === 0).map(gone);
  const lost = find(/[Ss]ection (\d+)/g)
    .filter(([, number]) => !sections.includes(number!))
    .map(([words]) => `There is no ${words.toLowerCase()}.`);
  const loose = texts.flatMap((text, at) =>
    [...text.matchAll(/\d[\d,.]*/g)]
      .filter(({ index }) => !covered[at]!.has(index))
      .map(({ index, 0: number }) => `No claim holds ${number} in "…${around(text, index)}…".`),
  );
  return [...problems, ...unused, ...lost, ...loose];
}

function problemOf(claim: Claim, said: string, found: readonly string[], run: LessonOutputs): string[] {
  if ('holds' in claim)
    return claim.holds(run) ? [] : [`The text says "${said}", which is not what the lesson shows.`];
  const wrong = (shown: readonly string[]) => [
    `The text says "${said}", the lesson shows ${shown.join(' and ')}.`,
  ];
  if (!('numbers' in claim)) {
    const [shown, bound] = [
      'above' in claim ? claim.above(run) : claim.below(run),
      toNumber(found[0] ?? 'a number is missing'),
    ];
    return ('above' in claim ? shown > bound : shown < bound) ? [] : wrong([String(shown)]);
  }
  const numbers = claim.numbers(run);
  const rounded = found.map((text, at) => {
    const decimals = text.split('.')[1]?.length ?? 0;
    return (numbers[at] ?? Number.NaN).toFixed(decimals);
  });
  const isSo =
    found.length === numbers.length &&
    found.every(
      (text, at) =>
        toNumber(text) === Number(rounded[at]) ||
        Math.abs(toNumber(text) - numbers[at]!) <= (claim.within ?? 0),
    );
  return isSo ? [] : wrong(rounded);
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
