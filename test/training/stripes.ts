import { createRandom, type Dataset } from 'mnist-lab';

/** Noisy 6 × 6 images with a bright stripe of two columns. Its position, left, middle or right, is the class. */
export function stripes(count: number, seed: number): Dataset {
  const random = createRandom(seed);
  const images = Uint8Array.from({ length: count * 36 }, () => random.integer(120));
  const labels = Uint8Array.from({ length: count }, () => random.integer(3));
  for (let index = 0; index < count; index++)
    for (let row = 0; row < 6; row++)
      for (let column = 0; column < 2; column++)
        images[index * 36 + row * 6 + labels[index]! * 2 + column]! += 100;
  return { images, labels, count, rows: 6, columns: 6, classNames: ['left', 'middle', 'right'] };
}
