/** Lessons on few images, for tests that run every cell and look at other things than accuracy. */

import { type Notebook, textOf } from '../../scripts/lessons/notebook.js';

/** Parameters with which a lesson runs in seconds, with at least one batch per split of the images below. */
export const fewImagesParameters = {
  hiddenUnits: [16, 8],
  epochs: 1,
  batchSize: 64,
  validationSize: 300,
  shownImages: [0, 1],
} as const;

const ownParameters: Readonly<Record<string, object>> = { fashion: { studyEpochs: 1 } };

/** The value of `MNIST_LAB_PARAMETERS` for a lesson on few images. */
export const fewImagesVariable = (lesson: string): string =>
  JSON.stringify({ ...fewImagesParameters, ...ownParameters[lesson] });

export const fewImages = { train: 2000, test: 300 } as const;

const loading = /^const dataset = (await loadDataset\(.*\));$/m;

/** A copy of a lesson that uses the first images of its dataset only. */
export function onFewImages(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) => {
    const source = textOf(cell.source);
    return cell.cell_type === 'code' && loading.test(source)
      ? { ...cell, source: source.replace(loading, shortened) }
      : cell;
  });
  if (!cells.some(({ source }) => textOf(source).includes(marker)))
    throw new Error('Shortening a lesson: expected a cell with `const dataset = await loadDataset(…);`.');
  return { ...notebook, cells };
}

const marker = 'const wholeDataset';
const shortened = `${marker} = $1;
const firstImages = (count: number) => Array.from({ length: count }, (_, index) => index);
const dataset = {
  ...wholeDataset,
  train: subset(wholeDataset.train, firstImages(${fewImages.train})),
  test: subset(wholeDataset.test, firstImages(${fewImages.test})),
};`;
