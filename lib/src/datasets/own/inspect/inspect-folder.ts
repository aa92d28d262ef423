import { sha256 } from '../../../files/checksum.js';
import { readingSide } from '../../../images/decode.js';
import type { GreyImage } from '../../../images/grey-image.js';
import type { ImageSize } from '../../../images/image-size.js';
import { type Preprocessing, preprocess, sizeAfter } from '../../../images/preprocessing.js';
import { showValue } from '../../../text/escape.js';
import type { SkippedFile } from '../../dataset.js';
import { imageAt } from '../../image-at.js';
import { findOwnData } from '../own-data.js';
import { listPictureFolder, type PicturePart } from '../picture-folder.js';
import { aFewAtATime, type LabelledFile, readImageFile, skippedFile } from '../read-images.js';
import { type DataTables, readTables, splitsOf } from '../table/load-data-file.js';
import {
  type Duplicates,
  findDuplicates,
  fingerprintOf,
  mostLookedAt,
  type SeenPicture,
} from './find-duplicates.js';

/** Options of {@link inspectFolder}. */
export interface InspectOptions {
  /**
   * How the images will be preprocessed. Images for which this fails are reported. Defaults to `'resize'`.
   */
  readonly preprocessing?: Preprocessing;
  /** Called after each file with the number of inspected files and their total. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Aborts the inspection, which then throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** The contents of a folder of images by class. */
export interface FolderReport {
  readonly folder: string;
  /** The existing splits (`'train'`, `'validation'`, `'test'`), or `['all']` if the folder has no splits. */
  readonly parts: readonly PicturePart['name'][];
  /**
   * The classes by their index, each with the number of usable images in each split, in the order of `parts`.
   */
  readonly classes: readonly { readonly name: string; readonly counts: readonly number[] }[];
  /** Sizes of the images in pixels, the most frequent first. */
  readonly sizes: readonly (ImageSize & { readonly count: number })[];
  /** Number of colour images, which are converted to grey for training. */
  readonly colourCount: number;
  /** Unusable files, each with its reason. */
  readonly skipped: readonly SkippedFile[];
  /** Images that occur more than once. */
  readonly duplicates: readonly Duplicates[];
  /** The usable images, in the order of the folder, with their split and class. */
  readonly pictures: readonly {
    readonly file: string;
    readonly part: string;
    readonly label: number;
    /** Pixels of the image, if it comes from a CSV or npz file. */
    readonly image?: GreyImage;
  }[];
  /** Whether similar images were looked for too, which is done for up to 20,000 files. */
  readonly lookedForSimilar: boolean;
}

/** A finding about a folder. */
export interface FolderIssue {
  /** `'problem'`: training fails, or its result is unreliable. `'remark'`: worth knowing. */
  readonly kind: 'problem' | 'remark';
  /** Description and advice, in sentences. */
  readonly text: string;
  /** The affected files, each with details, if any. */
  readonly files?: readonly string[];
}

/**
 * Inspects every file of a folder of images by class, `train/<class>`, `validation/<class>` and
 * `test/<class>` or `<class>` alone, and counts them. Broken files are reported and do not stop the
 * inspection. CSV and npz files of images are inspected as well, alone or in a folder.
 *
 * @param folder Path of the folder or file.
 * @throws {Error} if the path is neither a folder of images by class nor a CSV or npz file, the classes are
 *   ambiguous, or a CSV or npz file is broken.
 *
 * @example
 * const { classes, skipped, duplicates } = await inspectFolder('./leaves');
 * console.log(classes.map(({ name, counts }) => `${name}: ${counts[0]}`), skipped.length, duplicates.length);
 */
export async function inspectFolder(
  folder: string,
  { preprocessing = 'resize', onProgress, signal }: InspectOptions = {},
): Promise<FolderReport> {
  const data = await findOwnData(folder);
  if (!data) throw new Error(`Inspecting images: folder or file ${showValue(folder)} not found.`);
  if (data.kind === 'file' || data.kind === 'tables') return inspectTables(await readTables(data, true));
  if (data.kind === 'idx')
    throw new Error(
      `Listing images in ${data.folder}: expected a folder per class but found idx files, which are checked when they are loaded.`,
    );
  const { classNames, parts, skipped: otherFiles } = await listPictureFolder(data);
  const files = parts.flatMap(({ name, files: own }) => own.map((file) => ({ ...file, part: name })));
  const seen = new Array<LookedAt | SkippedFile>(files.length);
  let done = 0;
  await aFewAtATime(files, async (file, index) => {
    signal?.throwIfAborted();
    seen[index] = await lookAt(file, preprocessing);
    onProgress?.(++done, files.length);
    return undefined;
  });
  const pictures = seen.filter((each): each is LookedAt => 'sum' in each);
  const counts = (label: number) =>
    parts.map(({ name }) => pictures.filter((each) => each.label === label && each.part === name).length);
  return {
    folder,
    parts: parts.map(({ name }) => name),
    classes: classNames.map((name, label) => ({ name, counts: counts(label) })),
    sizes: countSizes(pictures),
    colourCount: pictures.filter((picture) => picture.isColoured).length,
    skipped: [...otherFiles, ...seen.filter((each): each is SkippedFile => 'reason' in each)],
    pictures: pictures.map(({ file, part, label }) => ({ file, part, label })),
    duplicates: findDuplicates(pictures),
    lookedForSimilar: pictures.length <= mostLookedAt,
  };
}

/**
 * Inspects images that were read from CSV or npz files. Broken files were already rejected when they were
 * read.
 */
function inspectTables(data: DataTables): FolderReport {
  const splits = splitsOf(data);
  const [[, first]] = splits as [(typeof splits)[number]];
  const { rows, columns, classNames } = first;
  const pictures = splits.flatMap(([part, dataset]) => {
    const source = data.tables[part]!.source;
    return Array.from(dataset.labels, (label, index) => {
      const pixels = imageAt(dataset, index);
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

interface LookedAt extends SeenPicture, ImageSize {
  readonly isColoured: boolean;
}

async function lookAt(
  { file, ...place }: LabelledFile & { readonly part: string },
  preprocessing: Preprocessing,
): Promise<LookedAt | SkippedFile> {
  try {
    const { sum, picture } = await readImageFile(file, readingSide);
    // The preprocessed image is not used: this only checks that preprocessing succeeds.
    const made = sizeAfter(preprocessing);
    if (made) preprocess(picture, preprocessing, made);
    const size = picture.fileSize ?? picture;
    return {
      ...{ file, ...place, sum, fingerprint: fingerprintOf(picture), isColoured: isColoured(picture) },
      ...{ rows: size.rows, columns: size.columns },
    };
  } catch (error) {
    return skippedFile(file, error);
  }
}

function countSizes(pictures: readonly LookedAt[]): FolderReport['sizes'] {
  const sizes = new Map<string, { rows: number; columns: number; count: number }>();
  for (const { rows, columns } of pictures) {
    const key = `${rows} ${columns}`;
    sizes.set(key, { rows, columns, count: (sizes.get(key)?.count ?? 0) + 1 });
  }
  return [...sizes.values()].sort((one, other) => other.count - one.count || one.rows - other.rows);
}

/** Largest difference between red, green and blue that counts as grey: cameras tint grey objects slightly. */
const seenColour = 40;

const leastShare = 0.01;

function isColoured({ colours }: GreyImage): boolean {
  if (!colours) return false;
  let count = 0;
  for (let at = 0; at < colours.length; at += 3) {
    const [red, green, blue] = [colours[at]!, colours[at + 1]!, colours[at + 2]!];
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > seenColour) count++;
  }
  return count > (leastShare * colours.length) / 3;
}
