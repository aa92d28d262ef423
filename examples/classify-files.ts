/**
 * Classifies image files with a saved model.
 *
 *   npx tsx examples/classify-files.ts models/digit three.png seven.jpg
 */

import {
  decodeImage,
  loadModel,
  modelMetadata,
  predictProbabilities,
  preprocessImage,
  readingSide,
} from 'mnist-lab';

async function main([directory, ...files]: string[]): Promise<void> {
  if (!directory || files.length === 0) throw new Error('Usage: classify-files.ts MODEL IMAGE…');
  const model = await loadModel(directory);
  const { classNames } = modelMetadata(model);

  for (const file of files) {
    const picture = await decodeImage(file, file, { longestSide: readingSide });
    // The image is scaled, centred and inverted like the training images.
    const probabilities = predictProbabilities(model, preprocessImage(model, picture));
    const best = probabilities.indexOf(Math.max(...probabilities));
    console.log(`${file}: ${classNames[best]} (${(100 * probabilities[best]!).toFixed(1)}%)`);
  }
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
