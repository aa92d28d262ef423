import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const home = path.resolve(__dirname, '..', '..');

/** Lines of the library and of the scripts with their locations. */
const lines = ['lib/src', 'scripts'].flatMap((folder) =>
  readdirSync(path.join(home, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|cts|mts|cjs)$/.test(name))
    .flatMap((name) =>
      readFileSync(path.join(home, folder, name), 'utf8')
        .split('\n')
        .map((text, at) => ({ text, place: `${folder}/${name}:${at + 1}: ${text.trim()}` })),
    ),
);

/** Locations of lines that match a pattern. */
const having = (pattern: RegExp) => lines.filter(({ text }) => pattern.test(text)).map(({ place }) => place);

test('error messages do not begin with "Cannot", and say "expected" instead of "wanted"', () => {
  expect(lines.length).toBeGreaterThan(10_000);
  // Quoted text that begins with "Cannot", or continues with "wanted".
  expect(having(/['"`]Cannot [a-z]|[,;:] wanted [^'"`]*['"`](,|\)|;| \+|$)/)).toEqual([]);
});

test('@throws tags begin with an error class in braces and lower case, or with "the", "what" or "as"', () => {
  expect(having(/@throws (?!\{\w+\} [a-z])(?!the |what |as )/)).toEqual([]);
});

test('TypeScript classes use the keyword private instead of #names', () => {
  expect(having(/^\s+(static |readonly |async )*#\w+|this\.#/)).toEqual([]);
});

test('percent signs in the code follow their number without a space', () => {
  // A space before a percent sign. A modulus and Plotly's templates, such as %{x}, do not count.
  expect(having(/(\d|\}) %(?!\{| \w+( [!=]==|\)))/)).toEqual([]);
});
