import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CommandContext, CreateCommand } from '../../lib/src/cli/command.js';
import { commandTable } from '../../lib/src/cli/command-table.js';
import { root } from '../../scripts/lessons/project.js';

const inFolder = (folder: string) =>
  readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(folder, name));
const pages = ['.', 'docs', 'bench', 'bench/accuracy', 'bench/accuracy/sweeps', 'data', 'examples', 'lib']
  .concat(['lib/templates', 'test', '.github'])
  .flatMap(inFolder);
const read = (page: string) => readFileSync(path.join(root, page), 'utf8');
const withoutCode = (text: string) => text.replace(/^ *```[\s\S]*?^ *```/gm, '');

/** The anchors that GitHub gives the headings of a page. */
function anchors(page: string): Set<string> {
  const headings = withoutCode(read(page)).matchAll(/^#+ (.*)$/gm);
  return new Set(
    [...headings].map(([, heading]) =>
      heading!
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .toLowerCase()
        .replace(/[^\p{L}\d _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** Relative links of a page whose file or heading does not exist. */
function brokenLinks(page: string): string[] {
  const targets = [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
  return targets
    .filter((target) => !/^https?:/.test(target))
    .filter((target) => {
      const [file, anchor] = target.split('#') as [string, string | undefined];
      const linked = file === '' ? page : path.join(path.dirname(page), file);
      if (!existsSync(path.join(root, linked))) return true;
      return anchor !== undefined && linked.endsWith('.md') && !anchors(linked).has(anchor);
    });
}

const context = { signal: new AbortController().signal } as CommandContext;
const commands = new Map<string, ReturnType<CreateCommand>>();

beforeAll(async () => {
  for (const [name, load] of Object.entries(commandTable)) commands.set(name, (await load())(context));
});

/** Unknown commands and options in the arguments of `mnist-lab`. */
function unknownIn(line: string): string[] {
  const [name = '', ...rest] = line.split(/\s+/);
  const whole = commands.get(name);
  if (!whole) return [name];
  const nested = whole.commands.find((each) => each.name() === rest[0]);
  if (!nested && whole.commands.length > 0) return rest[0] ? [`${name} ${rest[0]}`] : [];
  const command = nested ?? whole;
  const flags = new Set(command.options.flatMap(({ short, long }) => [short, long, '--help']));
  return rest.filter((word) => /^--?[a-z]/.test(word) && !flags.has(word.split('=')[0]));
}

/** The arguments of every `mnist-lab` command on a page. */
function quotedCommands(text: string): string[] {
  const found = text.matchAll(/(?:`|npx )mnist-lab ([a-z][^`#|\n]*)/g);
  return [...found].map(([, line]) => line!.trim());
}

const scripts = new Set(Object.keys(JSON.parse(read('package.json')).scripts));

test.each(pages)('the relative links in %s refer to existing files and headings', (page) => {
  expect(brokenLinks(page)).toEqual([]);
});

test('all documentation pages name only existing commands, options and npm scripts', () => {
  const lines = pages.flatMap((page) => quotedCommands(read(page)).map((line) => ({ page, line })));
  expect(lines.length).toBeGreaterThan(60);
  expect(
    lines.flatMap(({ page, line }) => unknownIn(line).map((word) => `${page}: ${line}: ${word}`)),
  ).toEqual([]);

  const own = pages.filter((page) => page !== 'lib/templates/README.md');
  const run = own.flatMap((page) =>
    [...read(page).matchAll(/\bnpm run ([\w:]+)/g)].map(([, script]) => script!),
  );
  expect(run.length).toBeGreaterThan(30);
  expect(run.filter((script) => !scripts.has(script))).toEqual([]);
});

test('lib/README.md lists exactly the environment variables that the code reads', () => {
  const folders = ['lib/src', 'lib/jupyter', 'lib/sweeps', 'setup', 'scripts'];
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|[cm]?js|py)$/.test(name))
      .map((name) => path.join(folder, name)),
  );
  const namesIn = (text: string) => text.match(/MNIST_LAB_[A-Z]+\b/g) ?? [];
  const used = new Set(files.flatMap((file) => namesIn(read(file))));
  // Users do not set this variable: `npm start` sets it for its kernels.
  used.delete('MNIST_LAB_FAILURES');
  const [, table = ''] = /## Environment variables\n([\s\S]*)/.exec(read('lib/README.md')) ?? [];
  expect(used.size).toBeGreaterThan(5);
  expect([...table.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name).toSorted()).toEqual(
    [...used].toSorted(),
  );
});

describe('the check for unknown commands in documentation', () => {
  test.each([
    ['trian mnist', ['trian']],
    ['train mnist --epoch 3 -o models/digit', ['--epoch']],
    ['datasets fetch mnist', ['datasets fetch']],
    ['datasets verify --json', []],
  ])('finds in "mnist-lab %s" the unknown words %j', (line, unknown) => {
    expect(unknownIn(line)).toEqual(unknown);
  });
});
