// @ts-check
// What a thread of the image reader does: makes a stranger's file what the network takes. It is plain JavaScript, so
// that threads need no compiler, which would take twice their memory.

const { decodeImage, ImageTooLargeError, loadModel, preprocessImage } = require('mnist-lab');
const { workerData } = require('piscina');

/**
 * An image to read; more pixels are not decoded.
 *
 * @typedef {{ readonly file: Uint8Array; readonly largestPixelCount: number }} ReadTask
 *
 * What became of it.
 * @typedef {{ readonly pixels: Uint8Array } | Refusal} ReadResult
 *
 * Why it was not read; its pixels, where they were too many.
 * @typedef {{ readonly error: string; readonly pixelCount?: number }} Refusal
 */

// The network needs far less detail, and the work after decoding grows with it.
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
