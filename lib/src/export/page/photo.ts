import { type GreyImage, pictureFromColours } from '../../images/grey-image.js';

// Longest side of an opened photo in pixels. The network's input is far smaller.
const longestSide = 800;

/** An opened photo, to display and to classify. */
export interface Photo {
  readonly picture: CanvasImageSource & { readonly width: number; readonly height: number };
  readonly grey: GreyImage;
}

/** A section that can show a photo. */
export interface PhotoSection {
  open(photo: Photo): void;
  /** Shows an error message for a file that cannot be opened. */
  complain(message: string): void;
  /** Out-of-distribution score divided by the detector's threshold, or `undefined` without a detector. */
  strangeness(photo: Photo): number | undefined;
}

/**
 * Opens an image file of any format the browser supports, without sending it anywhere.
 *
 * @throws {Error} if it is not an image. The message is for the user of the page.
 */
export async function openPhoto(file: File | Blob): Promise<Photo> {
  const bitmap = await createImageBitmap(file).catch(() => {
    const name = file instanceof File && file.name ? `“${file.name}”` : 'This file';
    throw new Error(`${name} is not an image that this browser can open. Try a JPEG or PNG.`);
  });
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return {
    picture: canvas,
    grey: pictureFromColours(data, { rows: canvas.height, columns: canvas.width }, 4),
  };
}
