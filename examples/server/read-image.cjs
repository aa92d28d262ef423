// @ts-check
// A thread of the image reader: turns an untrusted file into the network's input. It is plain JavaScript, because a
// compiler would double the memory of each thread.

const { decodeImage, ImageTooLargeError, loadModel, preprocessImage } = require('mnist-lab');
const { workerData } = require('piscina');

/**
 * An image to decode. It is rejected if it has more than `largestPixelCount` pixels.
 *
 * @typedef {{ readonly file: Uint8Array; readonly largestPixelCount: number }} ReadTask
 *
 * The result of decoding.
 * @typedef {{ readonly pixels: Uint8Array } | Refusal} ReadResult
 *
 * The reason for a rejection, and the number of pixels if it was too large.
 * @typedef {{ readonly error: string; readonly pixelCount?: number }} Refusal
 */

// Images are reduced to this side in pixels. The network needs far less detail, and fewer pixels save time.
const longestSide = 400;
const seconds = 5;

const model = loadModel(workerData.directory);

/** @type {(task: ReadTask) => Promise<ReadResult>} */
module.exports = async ({ file, largestPixelCount }) => {
  const network = await model;
  try {
    const picture = await decodeImage(file, 'the image', { largestPixelCount, longestSide, seconds });
    return { pixels: preprocessImage(network, picture) };
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    if (!(error instanceof ImageTooLargeError)) return { error: message };
    return { error: message, pixelCount: error.rows * error.columns };
  }
};
