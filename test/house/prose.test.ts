import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandTable } from '../../lib/src/cli/command-table.js';
import { flagsOf } from '../../lib/src/options/flags.js';
import { sweepOptions } from '../../lib/src/sweeps/sweep-options.js';
import { trainingOptions } from '../../lib/src/training/training-options.js';

const root = path.resolve(__dirname, '..', '..');

/** Phrases that a native reader stumbles over, with what to write instead. */
const banned: readonly [RegExp, string][] = [
  [/\banew\b/i, 'again'],
  [/\brightly\b/i, 'correctly'],
  [/\bgone on with\b/i, 'resumed'],
  [/\bfor ever\b/i, 'forever'],
  [/\bwhoever\b/i, 'name the actor'],
  [/\bcame to\b/i, 'reached'],
  [/\bof one's own\b/i, 'your own'],
  [/^(- )?What (is|was|comes|keeps|goes)\b[^?]*$/, 'a noun'],
];

/** Pages of `docs/` that scripts write. */
const generated = ['licences.md', 'options.md'];

/** Pages whose sentences are kept short. */
const pages = [
  'README.md',
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'requirements-kernel.md',
  'bench/README.md',
  'bench/accuracy/README.md',
  'bench/accuracy/sweeps/README.md',
  'data/README.md',
  'examples/README.md',
  'lib/README.md',
  'lib/templates/README.md',
  'test/RELIABILITY.md',
].concat(
  readdirSync(path.join(root, 'docs'))
    .filter((name) => name.endsWith('.md') && !generated.includes(name))
    .map((name) => `docs/${name}`),
);

const longest = 28;

/** Sentences of a page, without code, tables, headings and addresses. */
function sentences(page: string): string[] {
  return page
    .replace(/^ *```[\s\S]*?^ *```/gm, '')
    .split(/\n(?=[-|#\d]|\s+- )|\n{2,}/)
    .filter((block) => !/^\s*[|#<!]/.test(block))
    .flatMap((block) =>
      block
        .replace(/`[^`]*`/g, 'code')
        .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
        .replace(/\s+/g, ' ')
        .split(/(?<=[.:?!;])\s+(?=[A-Zc*])/),
    )
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

const words = (sentence: string) => sentence.split(' ').filter((word) => /\w/.test(word)).length;

/** Lines with a banned phrase. */
function bannedIn(text: string): string[] {
  return text
    .split('\n')
    .flatMap((line) =>
      banned.flatMap(([pattern, better]) => (pattern.test(line) ? [`${line.trim()} (${better})`] : [])),
    );
}

describe.each(pages)('%s', (page) => {
  const text = readFileSync(path.join(root, page), 'utf8');

  test(`has sentences of at most ${longest} words`, () => {
    expect(sentences(text).length).toBeGreaterThan(4);
    expect(sentences(text).filter((sentence) => words(sentence) > longest)).toEqual([]);
  });

  test('has no banned phrase', () => {
    expect(bannedIn(text)).toEqual([]);
  });
});

test('the help of every option is short and has no banned phrase', () => {
  const helps = [...flagsOf(trainingOptions), ...flagsOf(sweepOptions)].map(({ option }) => option.help);
  expect(helps.length).toBeGreaterThan(30);
  expect(helps.filter((help) => help.length > 80 || /[.]$/.test(help))).toEqual([]);
  expect(helps.flatMap(bannedIn)).toEqual([]);
});

test('the sources of the commands have no banned phrase', () => {
  expect(commandTable.length).toBeGreaterThan(8);
  const folder = path.join(root, 'lib', 'src', 'cli');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  expect(
    sources.flatMap((name) =>
      bannedIn(readFileSync(path.join(folder, name), 'utf8')).map((line) => `${name}: ${line}`),
    ),
  ).toEqual([]);
});

describe('the check of prose', () => {
  test('finds long sentences, also in lists, and ignores code and tables', () => {
    const long = 'word '.repeat(longest + 1).trim();
    expect(
      sentences(`# ${long}\n\n| ${long} |\n\n\`\`\`\n${long}\n\`\`\`\n\n- ${long}.\n- Short.`).filter(
        (one) => words(one) > longest,
      ),
    ).toHaveLength(1);
  });

  test.each(['It is done anew.', 'What is there is kept.', 'Whoever reads it.'])('finds %s', (line) => {
    expect(bannedIn(line)).toHaveLength(1);
  });
});
