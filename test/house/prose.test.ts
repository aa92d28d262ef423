import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { flagsOf } from '../../lib/src/options/flags.js';
import { sweepOptions } from '../../lib/src/sweeps/sweep-options.js';
import { trainingOptions } from '../../lib/src/training/training-options.js';
import { proseLines } from './prose-lines.js';

const root = path.resolve(__dirname, '..', '..');

/** Phrases that a native reader stumbles over, with what to write instead. */
const banned: readonly [RegExp, string][] = [
  [/\banew\b/i, 'again'],
  [/\brightly\b/i, 'correctly'],
  [/\bby heart\b/i, 'overfits'],
  [/\bfor ever\b/i, 'forever'],
  [/\bany more\b/i, 'no longer'],
  [/\bbesides\b/i, 'also, except, in addition to'],
  [/\bset-ups?\b/i, 'setup'],
  [/\b(whoever|nobody|somebody|anybody)\b/i, 'name the actor'],
  [/\b(goes|going|gone|went) on\b/i, 'continues, resumed'],
  [/\b(comes?|came) to\b/i, 'reaches, results in'],
  [/\b(breaks?|broke|broken) off\b/i, 'aborted, interrupted'],
  [/\b(gives?|gave) back\b/i, 'returns'],
  [/\bends? well\b/i, 'succeeds'],
  [/\bmend(s|ed)?\b/i, 'fixes'],
  [/\b(hostile|strangers?)\b/i, 'malicious, untrusted'],
  [/\b(taken for|asked about)\b/i, 'predicted as, tested on'],
  [/\btrainings\b/i, 'runs, trials'],
  [/\bat hand\b/i, 'available'],
  [/\bsome (ten|hundred|thousand|\d)/i, 'about'],
  [/\b(seconds?|steps?|images?|times|bytes|MB) an? (epoch|step|second|core|image)\b/i, 'per'],
  [/\bof one['’]s own\b/i, 'your own'],
  [/(?<!there )\b(is|are) no (?!longer\b|more\b|reason\b)[a-z]/i, 'is not a'],
  [/^(- )?What (is|was|it|a|an|the|they|comes|keeps|goes|has)\b[^?]*$/, 'a noun'],
];

/** This file, which quotes the banned phrases. */
const exceptions = /^test\/house\/prose\.test\.ts/;

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

const faults = (text: string) =>
  banned.flatMap(([pattern, better]) => (pattern.test(text) ? [`${text.trim()} (${better})`] : []));

describe.each(pages)('%s', (page) => {
  const text = readFileSync(path.join(root, page), 'utf8');

  test(`has sentences of at most ${longest} words`, () => {
    expect(sentences(text).length).toBeGreaterThan(4);
    expect(sentences(text).filter((sentence) => words(sentence) > longest)).toEqual([]);
  });
});

test('comments, messages, test names, documentation and lessons contain no banned phrase', () => {
  const lines = proseLines();
  expect(lines.length).toBeGreaterThan(10_000);
  const found = lines
    .filter(({ place }) => !exceptions.test(place))
    .flatMap(({ place, text }) => faults(text).map((fault) => `${place}: ${fault}`));
  expect(found).toEqual([]);
});

test('the help text of every training and sweep option has at most 80 characters and does not end with a full stop', () => {
  const helps = [...flagsOf(trainingOptions), ...flagsOf(sweepOptions)].map(({ option }) => option.help);
  expect(helps.length).toBeGreaterThan(30);
  expect(helps.filter((help) => help.length > 80 || /[.]$/.test(help))).toEqual([]);
});

describe('the prose check', () => {
  test('reports a long sentence in a list, and ignores headings, tables and code', () => {
    const long = 'word '.repeat(longest + 1).trim();
    expect(
      sentences(`# ${long}\n\n| ${long} |\n\n\`\`\`\n${long}\n\`\`\`\n\n- ${long}.\n- Short.`).filter(
        (one) => words(one) > longest,
      ),
    ).toHaveLength(1);
  });

  test.each(['It is done anew.', 'What is there is kept.', 'Whoever reads it.'])(
    'reports the banned phrase in "%s"',
    (line) => {
      expect(faults(line)).toHaveLength(1);
    },
  );
});
