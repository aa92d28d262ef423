/** Whether a committed notebook's outputs still belong to its source. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { codeCells, type Fingerprint, type Notebook, textOf } from './notebook.js';
import type { Problem } from './problem.js';
import { root } from './project.js';

const source = path.join(root, 'lib', 'src');
/** Files that no output depends on, though the lessons use them: what they fetch is verified, the browser only draws. */
const withoutInfluence = /^\.\.|^setup\/|^datasets\/(acquisition|own)\/|\/(rejections|interrupt|browser)[./]/;

/** Hashes of a notebook's code and of that part of the library's source which it uses, as they are now. */
export function fingerprint(notebook: Notebook): Fingerprint {
  const code = codeCells(notebook).map((cell) => textOf(cell.source).trim());
  const library = usedFiles(code.join('\n')).flatMap((file) => [
    file,
    withoutComments(readFileSync(path.join(source, file), 'utf8')),
  ]);
  return { code: hash(code), library: hash(library) };
}

/** Files of the library of which something is left when the code is bundled with it, in order. */
export function usedFiles(code: string): string[] {
  const { metafile } = buildSync({
    stdin: { contents: code, resolveDir: root, loader: 'ts' },
    absWorkingDir: source,
    alias: {
      'mnist-lab/notebook': path.join(source, 'notebook.ts'),
      'mnist-lab': path.join(source, 'index.ts'),
    },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  return Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([file, { bytesInOutput }]) => bytesInOutput > 0 && file !== '<stdin>')
    .map(([file]) => file)
    .filter((file) => !withoutInfluence.test(file))
    .sort();
}

/** What has drifted apart, each with what to do; empty if source and outputs belong together. */
export function driftOf(notebook: Notebook): Problem[] {
  const drift = (what: string): Problem => ({
    kind: 'drift',
    message: `${what} Run npm run notebooks:update.`,
  });
  const then = notebook.metadata.mnist_lab?.made_from;
  if (!then) return [drift('The notebook was never executed by npm run notebooks:update.')];
  const now = fingerprint(notebook);
  return [
    ...(now.code === then.code ? [] : [drift('Its code was edited after its outputs were made.')]),
    ...(now.library === then.library ? [] : [drift('The library was edited after its outputs were made.')]),
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
