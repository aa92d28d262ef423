import { readFile } from 'node:fs/promises';
import type { Dataset } from '../datasets/dataset.js';
import { pixelCount } from '../images/image-size.js';

/** Training images as one piece of bytes, as they travel to other nodes: a line of JSON, pixels, labels. */
export function packTrainingImages({ images, labels, ...about }: Dataset): Uint8Array {
  return Buffer.concat([Buffer.from(`${JSON.stringify(about)}\n`), images, labels]);
}

/** The other way round. */
export async function readPackedImages(file: string): Promise<Dataset> {
  const bytes = await readFile(file);
  const start = bytes.indexOf(10) + 1;
  const about = JSON.parse(bytes.toString('utf8', 0, start)) as Omit<Dataset, 'images' | 'labels'>;
  const end = start + about.count * pixelCount(about);
  return { ...about, images: bytes.subarray(start, end), labels: bytes.subarray(end) };
}
