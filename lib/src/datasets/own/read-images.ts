import { decodeImage } from '../../pictures/decode.js';
import { resizePicture } from '../../pictures/resize-picture.js';
import type { Dataset } from '../dataset.js';

/** An image file and its class. */
export interface LabelledFile {
  readonly file: string;
  readonly label: number;
}

/** Decoding uses threads of its own; more files at once would only hold memory. */
const filesAtOnce = 8;

/**
 * Decodes image files to grey pixels as they are: nothing is inverted or centred.
 *
 * @param shape Height and width to scale images to. Defaults to that of the first image, which all must have.
 * @throws {Error} If a file cannot be decoded.
 * @throws {RangeError} If sizes differ and no shape was given.
 */
export async function readImages(
  files: readonly LabelledFile[],
  classNames: readonly string[],
  shape?: readonly [rows: number, columns: number],
): Promise<Dataset> {
  const first = await decodeImage(files[0]!.file);
  const [rows, columns] = shape ?? [first.rows, first.columns];
  const pixels = rows * columns;
  const images = new Uint8Array(files.length * pixels);
  let next = 0;
  const readFiles = async () => {
    while (next < files.length) {
      const index = next++;
      const { file } = files[index]!;
      let picture = await decodeImage(file);
      if (picture.rows !== rows || picture.columns !== columns) {
        if (!shape) {
          throw new RangeError(
            `Cannot use ${file}: it has ${picture.rows} × ${picture.columns} pixels, wanted ${rows} × ${columns} as ${files[0]!.file}; give imageShape to scale all images`,
          );
        }
        picture = resizePicture(picture, rows, columns);
      }
      images.set(picture.pixels, index * pixels);
    }
  };
  await Promise.all(Array.from({ length: filesAtOnce }, readFiles));
  const labels = Uint8Array.from(files, ({ label }) => label);
  return { images, labels, count: files.length, rows, columns, classNames };
}
