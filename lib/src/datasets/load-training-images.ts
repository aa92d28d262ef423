import { datasetEntry } from './catalogue.js';
import type { Dataset } from './dataset.js';
import { type LoadOptions, readOrAcquire } from './load-dataset.js';
import { readPart } from './read-part.js';

/** The part of a dataset of the catalogue that is trained on; the files of the test images are not opened. */
export async function loadTrainingImages(name: string, options: LoadOptions = {}): Promise<Dataset> {
  const entry = datasetEntry(name);
  const bytes = await readOrAcquire(entry, ['trainImages', 'trainLabels'], options);
  return readPart(entry, 'train', bytes.trainImages, bytes.trainLabels);
}
