import { createHash } from 'node:crypto';
import type { DatasetEntry, DatasetFile, DatasetRole } from 'mnist-lab';
import { createRandom } from 'mnist-lab';
import { idxBytes } from './idx-bytes.js';

/** A dataset of noise in MNIST's format, small enough for a test, with its catalogue entry. */
export interface SmallEntry {
  readonly entry: DatasetEntry;
  /** The uncompressed bytes by file name. */
  readonly bytes: ReadonlyMap<string, Uint8Array>;
}

const parts = { train: 'train', test: 't10k' } as const;

/** Creates a dataset of noise. Its images are large enough that a download arrives in several pieces. */
export function smallEntry({ testCount = 40, rows = 60, columns = 50 } = {}): SmallEntry {
  const random = createRandom(testCount);
  const noise = (length: number, limit: number) => Uint8Array.from({ length }, () => random.integer(limit));
  const bytes = new Map<string, Uint8Array>();
  const files = {} as Record<DatasetRole, DatasetFile>;
  const add = (role: DatasetRole, name: string, content: Uint8Array) => {
    bytes.set(name, content);
    files[role] = { name, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
  };
  for (const [part, prefix] of Object.entries(parts) as ['train' | 'test', string][]) {
    const count = part === 'train' ? 2 * testCount : testCount;
    const images = idxBytes(8, [count, rows, columns], noise(count * rows * columns, 256));
    add(`${part}Images`, `${prefix}-images-idx3-ubyte`, images);
    add(`${part}Labels`, `${prefix}-labels-idx1-ubyte`, idxBytes(8, [count], noise(count, 3)));
  }
  const entry = {
    preprocessing: 'resize' as const,
    name: 'small',
    title: 'Small',
    description: 'Noise.',
    classNames: ['a', 'b', 'c'],
    files,
  };
  return { entry: { ...entry, sources: [] }, bytes };
}
