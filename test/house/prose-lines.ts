import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '..', '..');

/** A line that people read, with its location. */
export interface ProseLine {
  readonly place: string;
  readonly text: string;
}

/** Folders whose files are read with all their subfolders. */
const trees = [
  '.github',
  'bench',
  'examples',
  'lib/bin',
  'lib/jupyter',
  'lib/src',
  'lib/sweeps',
  'lib/templates',
  'notebooks',
  'scripts',
  'setup',
  'test',
];
const folders = ['.', '.devcontainer', 'data', 'docs', 'lib'];

/** Packages, downloads, results of other programs, and the page that lists other people's licences. */
const excluded = /(^|\/)(node_modules|\.venv|fixtures|licences\.md|package-lock\.json)(\/|$)/;

/** Comments and quoted text of TypeScript and JavaScript. */
const parts =
  /\/\*[\s\S]*?\*\/|(?<![:\w])\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;

function proseFiles(): string[] {
  const nested = trees.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map(
      (name) => `${folder}/${name}`,
    ),
  );
  const flat = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder)).map((name) => path.join(folder, name)),
  );
  return [...flat, ...nested].filter(
    (file) => /\.(md|ipynb|[cm]?ts|[cm]?js|py|yml)$/.test(file) && !excluded.test(file),
  );
}

/** Signs of quoted text that is code, markup or a style, and not a sentence. */
const isCode = /[<>{};=]|\w\(|^['"`][.@(]|^['"`](npm|npx|node) /;

/** Comments, and quoted text of at least three words, each line on its own. */
function linesOfCode(code: string): [offset: number, text: string][] {
  return [...code.matchAll(parts)].flatMap(({ 0: part, index }) => {
    const isComment = part.startsWith('/');
    const text = isComment ? part : part.replace(/\$\{[^}]*\}/g, ' … ').replace(/\\[nt]/g, '  ');
    if (!isComment && (isCode.test(text) || (text.match(/\p{L}{2,}/gu) ?? []).length < 3)) return [];
    let offset = index;
    return text.split('\n').map((line): [number, string] => {
      const at = offset;
      offset += line.length + 1;
      return [at, line.replace(/^\s*(\/\*\*?|\*\/?|\/\/)\s?|\s*\*\/$/g, '')];
    });
  });
}

function linesOf(file: string): ProseLine[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  if (file.endsWith('.ipynb')) {
    const { cells } = JSON.parse(text) as { cells: { cell_type: string; source: string | string[] }[] };
    return cells.flatMap(({ cell_type: type, source }, cell) => {
      const whole = [source].flat().join('');
      const lines =
        type === 'markdown' ? withoutCode(whole).split('\n') : linesOfCode(whole).map(([, line]) => line);
      return lines.map((line) => ({ place: `${file}, cell ${cell}`, text: line }));
    });
  }
  if (/\.[cm]?[jt]s$/.test(file))
    return linesOfCode(text).map(([offset, line]) => ({
      place: `${file}:${text.slice(0, offset).split('\n').length}`,
      text: line,
    }));
  const lines = file.endsWith('.md') ? withoutCode(text) : text;
  return lines.split('\n').flatMap((line, at) => {
    const comment =
      /\.(py|yml)$/.test(file) && !file.includes('ISSUE_TEMPLATE') ? /(?:^|\s)# (.*)/.exec(line)?.[1] : line;
    return comment === undefined ? [] : [{ place: `${file}:${at + 1}`, text: comment }];
  });
}

/** Blanks out blocks of code, and keeps the numbers of lines. */
function withoutCode(markdown: string): string {
  return markdown.replace(/^ *```[\s\S]*?^ *```/gm, (block) => block.replace(/[^\n]/g, ''));
}

/** All comments, messages, test names and pages of the project. */
export function proseLines(): ProseLine[] {
  return proseFiles().flatMap(linesOf);
}
