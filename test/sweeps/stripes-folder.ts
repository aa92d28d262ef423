import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Dataset } from 'mnist-lab';
import { idxBytes } from '../datasets/idx-bytes.js';
import { stripes } from '../training/stripes.js';

/** A folder with a dataset that is learned in a tenth of a second: 600 training and 150 test images. */
export function writeStripes(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const write = (part: string, { images, labels, count, rows, columns }: Dataset) => {
    writeFileSync(
      path.join(folder, `${part}-images-idx3-ubyte`),
      idxBytes(8, [count, rows, columns], images),
    );
    writeFileSync(path.join(folder, `${part}-labels-idx1-ubyte`), idxBytes(8, [count], labels));
  };
  write('train', stripes(600, 1));
  write('t10k', stripes(150, 2));
  return folder;
}
