/** Compares the text of a lesson with its outputs: every number in the text needs a claim. */

import type { Lesson } from '../../../lib/src/lessons/lesson.js';
import { type Notebook, textOf } from '../notebook.js';
import { claimsFile, requireParts } from '../project.js';
import { type LessonOutputs, outputsOf, toNumber } from './outputs.js';

/** A statement in the text, and how to verify it from the outputs. */
export type Claim = {
  /**
   * The words of the statement, with `#` for each number: `'# of 100 right'` has one number and a fixed 100.
   */
  readonly says: string;
} & (
  | {
      /** The numbers according to the outputs. The text may round them. */
      readonly numbers: (run: LessonOutputs) => readonly number[];
      /**
       * Allowed difference, for numbers that depend on the processor or the seed. Defaults to the rounding
       * error.
       */
      readonly within?: number;
    }
  | {
      /** The number for which the text states a lower bound, such as *above #*. */
      readonly above: (run: LessonOutputs) => number;
    }
  | {
      /** The number for which the text states an upper bound, such as *below #*. */
      readonly below: (run: LessonOutputs) => number;
    }
  | {
      /** Whether the statement is true, for statements without a number that can be compared with an output. */
      readonly holds: (run: LessonOutputs) => boolean;
    }
);

/** The claims and other numbers in the text of a lesson. */
interface LessonClaims {
  readonly claims: readonly Claim[];
  /** Passages with numbers that are not outputs: names, arithmetic, examples, citations. */
  readonly plainNumbers: readonly string[];
}

/**
 * The claims of a lesson, from the file with its name.
 *
 * @throws {UsageError} if the file does not exist.
 */
export async function claimsOf(lesson: Lesson): Promise<LessonClaims> {
  requireParts(lesson);
  return (await import(claimsFile(lesson))) as LessonClaims;
}

/**
 * All problems with the text of a lesson: claims that its outputs contradict, claims that the text no longer
 * contains, sections that do not exist, and numbers without a claim.
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
  /** Finds all matches in the text, and marks the numbers in them as covered. */
  const find = (pattern: RegExp) =>
    texts.flatMap((text, at) =>
      [...text.matchAll(pattern)].map((match) => {
        for (let place = match.index; place < match.index + match[0].length; place++) covered[at]!.add(place);
        return match;
      }),
    );
  const gone = (words: string) => `The text no longer contains "${words}".`;
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
      .map(({ index, 0: number }) => `No claim covers ${number} in "…${around(text, index)}…".`),
  );
  return [...problems, ...unused, ...lost, ...loose];
}

function problemOf(claim: Claim, said: string, found: readonly string[], run: LessonOutputs): string[] {
  if ('holds' in claim)
    return claim.holds(run) ? [] : [`The text says "${said}", which the outputs contradict.`];
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

/** The text without code, URLs and numbers of headings. */
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
