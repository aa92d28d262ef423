import { sha256 } from '../../../files/checksum.js';
import { pixelCount } from '../../../images/image-size.js';
import { type DataTables, splitsOf } from '../table/load-data-file.js';
import { findDuplicates, fingerprintOf, mostLookedAt } from './find-duplicates.js';
import type { FolderReport } from './inspect-folder.js';

/** Inspects images that were read from CSV or npz files: reading them has found what is broken. */
export function inspectTables(data: DataTables): FolderReport {
  const splits = splitsOf(data);
  const [[, first]] = splits as [(typeof splits)[number]];
  const { rows, columns, classNames } = first;
  const length = pixelCount(first);
  const pictures = splits.flatMap(([part, { images, labels }]) => {
    const source = data.tables[part]!.source;
    return Array.from(labels, (label, index) => {
      const pixels = images.subarray(index * length, (index + 1) * length);
      const image = { pixels, rows, columns };
      const file = `${source}, image ${index}`;
      return { file, part, label, image, sum: sha256(pixels), fingerprint: fingerprintOf(image) };
    });
  });
  const count = (label: number) =>
    splits.map(([, { labels }]) => labels.reduce((sum, each) => sum + Number(each === label), 0));
  return {
    folder: data.source,
    parts: splits.map(([part]) => part),
    classes: classNames.map((name, label) => ({ name, counts: count(label) })),
    sizes: [{ rows, columns, count: pictures.length }],
    colourCount: 0,
    skipped: [],
    pictures: pictures.map(({ file, part, label, image }) => ({ file, part, label, image })),
    duplicates: findDuplicates(pictures),
    lookedForSimilar: pictures.length <= mostLookedAt,
  };
}
