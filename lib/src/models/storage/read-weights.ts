import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { sumOf, type WeightsGroup } from './model-file.js';
import { byteLength } from './weight-spec.js';

/**
 * Reads the weights that a manifest names, all groups one after the other, and checks lengths and sums.
 *
 * @param doing Begins the messages.
 * @throws {Error} if a file cannot be read or is not what was saved.
 */
export async function readWeights(
  directory: string,
  manifest: readonly WeightsGroup[],
  doing: string,
): Promise<ArrayBuffer> {
  const lengths = await Promise.all(manifest.map((group) => checkLength(directory, group, doing)));
  const all = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let offset = 0;
  for (const { paths, sha256 } of manifest) {
    for (const [index, name] of paths.entries()) {
      const bytes = await read(() => readFile(path.join(directory, name)), name, doing);
      if (offset + bytes.length > all.length) throw damaged(name, 'its length has changed meanwhile', doing);
      checkSum(bytes, name, sha256?.[index], doing);
      all.set(bytes, offset);
      offset += bytes.length;
    }
  }
  if (offset !== all.length) throw damaged('its files', 'their length has changed meanwhile', doing);
  return all.buffer;
}

/** Before anything is read: a wrong file may be of any size. @returns the length of a group's weights. */
async function checkLength(
  directory: string,
  { paths, weights }: WeightsGroup,
  doing: string,
): Promise<number> {
  const expected = weights.reduce((sum, spec) => sum + byteLength(spec), 0);
  let found = 0;
  for (const name of paths) {
    const status = await read(() => stat(path.join(directory, name)), name, doing);
    if (!status.isFile()) throw damaged(name, 'expected a file but found something else', doing);
    found += status.size;
  }
  if (found !== expected)
    throw damaged(paths.join('", "'), `expected ${expected} bytes of weights but found ${found}`, doing);
  return expected;
}

/** Weights that this library saves are named after their sum; earlier versions wrote it nowhere else. */
function checkSum(bytes: Uint8Array, name: string, expected: string | undefined, doing: string): void {
  const [, named] = /^weights-([0-9a-f]{16})\.bin$/.exec(name) ?? [];
  if (expected === undefined && named === undefined) return;
  const found = sumOf(bytes);
  if ((expected === undefined || found === expected) && (named === undefined || found.startsWith(named)))
    return;
  throw damaged(name, 'expected what was saved but found other bytes: their sum is another', doing);
}

async function read<Result>(task: () => Promise<Result>, name: string, doing: string): Promise<Result> {
  try {
    return await task();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'the file is missing' : message;
    throw new Error(`${doing}: its weights "${name}" cannot be read: ${reason}. Save the model again.`, {
      cause,
    });
  }
}

function damaged(name: string, what: string, doing: string): Error {
  return new Error(`${doing}: its weights "${name}" are damaged: ${what}. Save the model again.`);
}
