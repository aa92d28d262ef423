import { readFile } from 'node:fs/promises';
import { sha256 } from '../../files/checksum.js';
import { regularFileSize } from '../../files/paths.js';
import { decodeImage, readingSide } from '../../images/decode.js';
import type { GreyImage } from '../../images/grey-image.js';
import { largestImageFile, type PixelFormat, pixelCount } from '../../images/image-size.js';
import {
  type Preprocessing,
  preprocess,
  sizeAfter,
  UnreadablePictureError,
} from '../../images/preprocessing.js';
import { subset } from '../changes/subset.js';
import type { Dataset, SkippedFile } from '../dataset.js';

/** An image file and its class. */
export interface LabelledFile {
  readonly file: string;
  readonly label: number;
}

/** How image files are converted to images of one size. */
interface ReadImagesOptions {
  /**
   * Format of the result. Defaults to grey, in the size that the preprocessing makes. If it keeps sizes, all images
   * must have the size of the first one.
   */
  readonly size?: PixelFormat;
  /** How images are preprocessed. Defaults to `'resize'`: nothing is inverted or centred. */
  readonly preprocessing?: Preprocessing;
}

/** The images, each file's checksum, and the files that could not be read. */
export interface ReadImages {
  readonly dataset: Dataset;
  readonly sums: ReadonlyMap<string, string>;
  readonly skipped: readonly SkippedFile[];
}

/** The end of an error about differing sizes. */
export const howToScale =
  'Resize them to one size, or set the size to scale them to (imageShape in the library, --image-shape on the command line).';

/** The maximum number of pixels of all images together: more than the largest dataset in the catalogue has. */
const largestPixelCount = 2 ** 30;

/**
 * Number of files decoded concurrently. The decoder has its own threads, so more files would only use memory.
 */
const filesAtOnce = 8;

/** Runs a task for each element, a few at a time, until the task returns `'stop'`. */
export async function aFewAtATime<Element>(
  all: readonly Element[],
  task: (each: Element, index: number) => Promise<'stop' | undefined>,
): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < all.length) {
      const index = next++;
      if ((await task(all[index]!, index)) === 'stop') next = all.length;
    }
  };
  await Promise.all(Array.from({ length: filesAtOnce }, work));
}

/** Decodes an image file. @returns the image, and the checksum of the file. */
export async function readImageFile(file: string, longestSide?: number) {
  await regularFileSize(file, largestImageFile);
  const bytes = await readFile(file);
  return { sum: sha256(bytes), picture: await decodeImage(bytes, file, { svg: true, longestSide }) };
}

/** Describes a skipped file. The reason omits the file's name, because results list it next to the reason. */
export function skippedFile(file: string, error: unknown): SkippedFile {
  const kind = error instanceof UnreadablePictureError ? 'unreadable' : 'broken';
  return { file, kind, reason: (error as Error).message.replace(`Decoding ${file}: `, '') };
}

/**
 * Decodes image files to images of one size, grey unless `size` has three channels. Files that cannot be decoded
 * or preprocessed are skipped.
 *
 * @throws {RangeError} if sizes differ, no size was given, and the preprocessing has no fixed size. Also if the
 *   images have more than a billion pixels in total.
 */
export async function readImages(
  files: readonly LabelledFile[],
  classNames: readonly string[],
  { size, preprocessing = 'resize' }: ReadImagesOptions,
): Promise<ReadImages> {
  const fixed = size ?? sizeAfter(preprocessing);
  // Check before reading: even one image of this size may be too large.
  if (fixed) checkPixelCount(files.length, fixed);
  const pictures = new Array<GreyImage | undefined>(files.length);
  let pixelsRead = 0;
  const sums = new Map<string, string>();
  const skipped: SkippedFile[] = [];
  const longestSide = sizeAfter(preprocessing) && readingSide;
  await aFewAtATime(files, async ({ file }, index) => {
    try {
      const { sum, picture } = await readImageFile(file, longestSide);
      sums.set(file, sum);
      pictures[index] = fitted(picture, preprocessing, fixed ?? picture);
    } catch (error) {
      skipped.push(skippedFile(file, error));
    }
    pixelsRead += pictures[index]?.pixels.length ?? 0;
    return pixelsRead > largestPixelCount ? 'stop' : undefined;
  });
  const readable = [...files.keys()].filter((index) => pictures[index]);
  const first = pictures[readable[0] ?? 0];
  const format: PixelFormat = fixed ?? first ?? { rows: 1, columns: 1 };
  const { rows, columns, channels } = format;
  const pixels = checkPixelCount(files.length, format);
  const images = new Uint8Array(files.length * pixels);
  for (const index of readable) {
    const picture = pictures[index]!;
    if (picture.rows !== rows || picture.columns !== columns)
      throw differentSize(files[index]!.file, picture, files[readable[0]!]!.file, first!);
    images.set(picture.pixels, index * pixels);
  }
  const labels = Uint8Array.from(files, ({ label }) => label);
  const found = { rows, columns, ...(channels === 3 ? { channels } : {}) };
  const all = { images, labels, count: files.length, ...found, classNames };
  const order = new Map(files.map(({ file }, index) => [file, index]));
  skipped.sort((one, other) => order.get(one.file)! - order.get(other.file)!);
  return { dataset: skipped.length === 0 ? all : subset(all, readable), sums, skipped };
}

/**
 * @returns Pixels of one image.
 * @throws {RangeError} if the images exceed the memory limit.
 */
function checkPixelCount(count: number, size: PixelFormat): number {
  const pixels = pixelCount(size);
  if (count * pixels <= largestPixelCount) return pixels;
  const most = largestPixelCount.toLocaleString('en-US');
  throw new RangeError(
    `Loading images: expected at most ${most} pixels in total but found ${count} images of ${size.rows} × ${size.columns}. Resize them, or set a smaller imageShape.`,
  );
}

/** Preprocesses an image as soon as it is decoded, so that large images do not stay in memory. */
function fitted(picture: GreyImage, preprocessing: Preprocessing, size: PixelFormat): GreyImage {
  const { rows, columns } = size;
  return { pixels: preprocess(picture, preprocessing, size).inputs[0]!.pixels, rows, columns };
}

function differentSize(file: string, found: GreyImage, firstFile: string, wanted: GreyImage): RangeError {
  return new RangeError(
    `Loading ${file}: expected ${wanted.rows} × ${wanted.columns} pixels, as in ${firstFile}, but found ${found.rows} × ${found.columns}. ${howToScale}`,
  );
}
