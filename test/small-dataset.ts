import { createRandom, type Dataset } from 'mnist-lab';

/** A seeded dataset of noise. Image `i` stores `i` in its first two pixels, so that tests can track it. */
export function smallDataset({ count = 100, rows = 4, columns = 3, classCount = 3, seed = 1 } = {}): Dataset {
  const random = createRandom(seed);
  const images = Uint8Array.from({ length: count * rows * columns }, () => random.integer(256));
  for (let index = 0; index < count; index++) {
    images[index * rows * columns] = index >> 8;
    images[index * rows * columns + 1] = index & 255;
  }
  const labels = Uint8Array.from({ length: count }, () => random.integer(classCount));
  const classNames = Array.from({ length: classCount }, (_, index) => `class ${index}`);
  return { images, labels, count, rows, columns, classNames };
}

/** The numbers that `smallDataset` stored in its images. */
export function identities({ images, count, rows, columns }: Dataset): number[] {
  const pixels = rows * columns;
  return Array.from({ length: count }, (_, i) => images[i * pixels]! * 256 + images[i * pixels + 1]!);
}
