import { decodeImage } from '../../pictures/decode.js';
import type { GreyImage } from '../../pictures/grey-image.js';
import { resizePicture } from '../../pictures/resize-picture.js';
import type { Dataset } from '../dataset.js';
import { regularFileSize } from '../regular-file.js';

/** An image file and its class. */
export interface LabelledFile {
  readonly file: string;
  readonly label: number;
}

/** The end of an error about images of several sizes. */
export const howToScale =
  'Resize them to one size, or let loadDataset(folder, { imageShape: [rows, columns] }) do it.';

/** The most pixels of all images together: three times the largest dataset of the catalogue. */
const largestPixelCount = 2 ** 31;

/** The most bytes of an image file, as all of it is in memory when it is decoded. */
const largestImageFile = 2 ** 28;

/** Decoding uses threads of its own; more files at once would only hold memory. */
const filesAtOnce = 8;

/**
 * Decodes image files to grey pixels as they are: nothing is inverted or centred.
 *
 * @param shape Height and width to scale images to. Defaults to that of the first image, which all must have.
 * @throws {Error} if a file cannot be decoded.
 * @throws {RangeError} if sizes differ and no shape was given, or all together have more than two billion pixels.
 */
export async function readImages(
  files: readonly LabelledFile[],
  classNames: readonly string[],
  shape?: readonly [rows: number, columns: number],
): Promise<Dataset> {
  const first = await decodeFile(files[0]!.file);
  const [rows, columns] = shape ?? [first.rows, first.columns];
  const pixels = rows * columns;
  if (files.length * pixels > largestPixelCount) {
    const most = largestPixelCount.toLocaleString('en-US');
    throw new RangeError(
      `Loading images: expected at most ${most} pixels in all but found ${files.length} images of ${rows} × ${columns}. Resize them, or name a smaller imageShape.`,
    );
  }
  const images = new Uint8Array(files.length * pixels);
  let next = 0;
  const readFiles = async () => {
    while (next < files.length) {
      const index = next++;
      const { file } = files[index]!;
      let picture = await decodeFile(file);
      if (picture.rows !== rows || picture.columns !== columns) {
        if (!shape) {
          throw new RangeError(
            `Loading ${file}: expected ${rows} × ${columns} pixels, as in ${files[0]!.file}, but found ${picture.rows} × ${picture.columns}. ${howToScale}`,
          );
        }
        picture = resizePicture(picture, rows, columns);
      }
      images.set(picture.pixels, index * pixels);
    }
  };
  const stopOthers = (error: unknown) => {
    next = files.length;
    throw error;
  };
  await Promise.all(Array.from({ length: filesAtOnce }, () => readFiles().catch(stopOthers)));
  const labels = Uint8Array.from(files, ({ label }) => label);
  return { images, labels, count: files.length, rows, columns, classNames };
}

async function decodeFile(file: string): Promise<GreyImage> {
  await regularFileSize(file, largestImageFile);
  return decodeImage(file);
}
