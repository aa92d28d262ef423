/** Whether a committed notebook's outputs still belong to its source. */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { codeCells, type Fingerprint, type Notebook, textOf } from './notebook.js';
import { root } from './project.js';

/** Parts of the library that no output depends on. */
const withoutInfluence = /^(cli|setup)[./\\]|[\\/](rejections|interrupt|browser)[./\\]/;

/** Hashes of a notebook's code and of the library's source, as they are now. */
export function fingerprint(notebook: Notebook): Fingerprint {
  const code = codeCells(notebook).map((cell) => textOf(cell.source).trim());
  const source = path.join(root, 'lib', 'src');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !withoutInfluence.test(file))
    .sort();
  const library = files.flatMap((file) => [
    file,
    withoutComments(readFileSync(path.join(source, file), 'utf8')),
  ]);
  return { code: hash(code), library: hash(library) };
}

/** What has drifted apart, each with what to do; empty if source and outputs belong together. */
export function driftOf(notebook: Notebook): string[] {
  const then = notebook.metadata.mnist_lab?.made_from;
  const renew = 'Run npm run notebooks:update.';
  if (!then) return [`The notebook was never executed by npm run notebooks:update. ${renew}`];
  const now = fingerprint(notebook);
  return [
    ...(now.code === then.code ? [] : [`Its code was edited after its outputs were made. ${renew}`]),
    ...(now.library === then.library ? [] : [`The library was edited after its outputs were made. ${renew}`]),
  ];
}

function hash(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

/** Comments and line breaks change no output. Whole-line comments are enough: the formatter has no others. */
function withoutComments(source: string): string {
  return source
    .replace(/^\s*\/\*\*?[\s\S]*?\*\/\s*$/gm, '')
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/\s+/g, ' ');
}
