import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { proseLines } from './prose-lines.js';

const packages = path.resolve(__dirname, '..', '..', 'node_modules');
const unpacked = (file: string) => gunzipSync(readFileSync(path.join(packages, file)));
let british: { hasWord(word: string, isCaseSensitive: boolean): boolean };
beforeAll(async () => {
  const { decodeTrie } = await import('cspell-trie-lib');
  british = decodeTrie(new Uint8Array(unpacked('@cspell/dict-en-gb-mit/en_GB.trie.gz')));
});
const software = new Set(
  unpacked('@cspell/dict-software-terms/dict/softwareTerms.txt.gz')
    .toString('utf8')
    .toLowerCase()
    .split('\n'),
);
/** Terms and names of the project, one per line. A word in lower case may be capitalised. */
const listed = readFileSync(path.join(__dirname, 'words.txt'), 'utf8').trim().split('\n');
const project = new Set(listed);

const isInDictionary = (word: string) =>
  british.hasWord(word, true) ||
  british.hasWord(word.toLowerCase(), true) ||
  software.has(word.toLowerCase());
const isListed = (word: string) => project.has(word) || project.has(word.toLowerCase());

/** Code, values, tags of doc comments, URLs, HTML, and targets of links. */
const quoted =
  /`[^`]*`|"[^"\s]*"|'[^'\s]*'|\{@\w+ [^}]*\}|@\w+ \{[^}]*\} \S+|\[\w+\]|https?:\S+|<[^>]*>|\]\([^)]*\)|&\w+;|\$[^$]*\$/g;

/** Words of a line, without code, URLs, paths, options, acronyms and names in camel case. */
function wordsOf(line: string): string[] {
  return line
    .replace(quoted, ' ')
    .split(/[\s|"“”*()[\]]+/)
    .map((token) => token.replace(/^[^\p{L}\d@#-]+|[^\p{L}\d)…]+$/gu, ''))
    .filter((token) => !/[\w)][.:]\w|[\d_/\\@#$=<>{}+^~%&;…]|^-/u.test(token))
    .flatMap((token) => token.split(/[^\p{L}’']+/u))
    .map((word) => word.replace(/[’']s?$/u, ''))
    .filter((word) => /^\p{L}[\p{Ll}’']{2,}$/u.test(word));
}

const unknown = (line: string) => wordsOf(line).filter((word) => !isInDictionary(word) && !isListed(word));

test('comments, messages, test names and documentation contain no misspelt word', () => {
  const lines = proseLines();
  expect(lines.length).toBeGreaterThan(10_000);
  const found = lines.flatMap(({ place, text }) => unknown(text).map((word) => `${place}: ${word}`));
  expect(found, 'correct the word, or add a term or name to test/house/words.txt').toEqual([]);
});

test('words.txt is sorted, and contains only used words that the dictionaries lack', () => {
  const used = new Set(proseLines().flatMap(({ text }) => wordsOf(text)));
  expect(listed).toEqual([...project].toSorted((one, other) => one.localeCompare(other, 'en')));
  expect(listed.filter((word) => isInDictionary(word))).toEqual([]);
  const isUsed = (word: string) => used.has(word) || used.has(word[0]!.toUpperCase() + word.slice(1));
  expect(listed.filter((word) => !isUsed(word))).toEqual([]);
});

test.each([
  ['A sentense with a color.', ['sentense', 'color']],
  ['Runs `tsx` on ./fles/of_a.ts, see https://exmple.org.', []],
  ['MNIST’s images, readPicture() and --wieght-bits', []],
])('the spelling check finds in %j the unknown words %j', (line, words) => {
  expect(unknown(line)).toEqual(words);
});
