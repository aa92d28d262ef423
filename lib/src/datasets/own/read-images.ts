import { readFile } from 'node:fs/promises';
import { sha256 } from '../../files/checksum.js';
import { regularFileSize } from '../../files/paths.js';
import { decodeImage, readingSide } from '../../images/decode.js';
import type { GreyImage } from '../../images/grey-image.js';
import { type PixelFormat, pixelCount } from '../../images/image-size.js';
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

/** How image files become images of one size. */
export interface ReadImagesOptions {
  /** Format to bring images to. Defaults to grey, of the size of the first image, which all must have. */
  readonly size?: PixelFormat;
  /** Defaults to `'resize'`: nothing is inverted or centred. */
  readonly preprocessing?: Preprocessing;
}

/** Images that were read, with the sum of each file's bytes, and the files that could not be. */
export interface ReadImages {
  readonly dataset: Dataset;
  readonly sums: ReadonlyMap<string, string>;
  readonly skipped: readonly SkippedFile[];
}

/** The end of an error about images of several sizes. */
export const howToScale =
  'Resize them to one size, or say which all are to be scaled to (imageShape in the library, --image-shape on the command line).';

/** The most pixels of all images together: half as many again as in the largest dataset of the catalogue. */
const largestPixelCount = 2 ** 30;

/** The most bytes of an image file, as all of it is in memory when it is decoded. */
export const largestImageFile = 2 ** 28;

/** Decoding uses threads of its own; more files at once would only hold memory. */
export const filesAtOnce = 8;

/**
 * Decodes image files to grey pixels. What cannot be decoded, or shows nothing to read, is left out.
 *
 * @throws {RangeError} if sizes differ and neither a size nor a preprocessing that has one was given, or all together have more than
 *   a billion pixels.
 */
export async function readImages(
  files: readonly LabelledFile[],
  classNames: readonly string[],
  { size, preprocessing = 'resize' }: ReadImagesOptions = {},
): Promise<ReadImages> {
  const fixed = size ?? sizeAfter(preprocessing);
  // Before anything is read, as already one picture of such a size may be too much.
  if (fixed) checkPixelCount(files.length, fixed);
  const pictures = new Array<GreyImage | undefined>(files.length);
  let pixelsRead = 0;
  const sums = new Map<string, string>();
  const skipped: SkippedFile[] = [];
  let next = 0;
  const readFiles = async () => {
    while (next < files.length) {
      const index = next++;
      const { file } = files[index]!;
      try {
        await regularFileSize(file, largestImageFile);
        const bytes = await readFile(file);
        sums.set(file, sha256(bytes));
        const picture = await decodeImage(bytes, file, {
          svg: true,
          ...(sizeAfter(preprocessing) ? { longestSide: readingSide } : {}),
        });
        pictures[index] = fitted(picture, preprocessing, fixed);
      } catch (error) {
        const kind = error instanceof UnreadablePictureError ? 'unreadable' : 'broken';
        // The file is named beside it.
        skipped.push({ file, kind, reason: (error as Error).message.replace(`Decoding ${file}: `, '') });
      }
      pixelsRead += pictures[index]?.pixels.length ?? 0;
      if (pixelsRead > largestPixelCount) next = files.length;
    }
  };
  await Promise.all(Array.from({ length: filesAtOnce }, readFiles));
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
 * @throws {RangeError} if so many images of this size take more memory than is meant for them.
 */
function checkPixelCount(count: number, size: PixelFormat): number {
  const pixels = pixelCount(size);
  if (count * pixels <= largestPixelCount) return pixels;
  const most = largestPixelCount.toLocaleString('en-US');
  throw new RangeError(
    `Loading images: expected at most ${most} pixels in all but found ${count} images of ${size.rows} × ${size.columns}. Resize them, or name a smaller imageShape.`,
  );
}

/** As it is kept until all are there: a picture of its own size only where that is wanted. */
function fitted(picture: GreyImage, preprocessing: Preprocessing, size: PixelFormat = picture): GreyImage {
  const { rows, columns } = size;
  return { pixels: preprocess(picture, preprocessing, size).inputs[0]!.pixels, rows, columns };
}

function differentSize(file: string, found: GreyImage, firstFile: string, wanted: GreyImage): RangeError {
  return new RangeError(
    `Loading ${file}: expected ${wanted.rows} × ${wanted.columns} pixels, as in ${firstFile}, but found ${found.rows} × ${found.columns}. ${howToScale}`,
  );
}
