import { sha256 } from '../../lib/src/files/checksum.js';
/** Detects when a committed notebook's outputs no longer match its source. */

import { libraryCode } from './library-code.js';
import { codeCells, type Fingerprint, type Notebook, textOf } from './notebook.js';
import type { Problem } from './problem.js';

/** Hashes of a notebook's code and of the library code that it uses. */
export function fingerprint(notebook: Notebook): Fingerprint {
  const code = codeCells(notebook).map((cell) => textOf(cell.source).trim());
  return { code: hash(code), library: hash([libraryCode(code.join('\n')).text]) };
}

/** All mismatches between source and outputs, each with the fix. */
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
  return sha256(JSON.stringify(parts)).slice(0, 16);
}
