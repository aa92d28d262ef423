import { type loadModel, predictProbabilities } from 'mnist-lab';

type Model = Awaited<ReturnType<typeof loadModel>>;

const largestBatch = 256;

/** Collects the images of concurrent requests and classifies them in one call. */
export function createBatcher(model: Model): (pixels: Uint8Array) => Promise<Float32Array> {
  const waiting: {
    pixels: Uint8Array;
    resolve: (row: Float32Array) => void;
    reject: (error: unknown) => void;
  }[] = [];
  const classifyAll = () => {
    const batch = waiting.splice(0, largestBatch);
    if (waiting.length > 0) setImmediate(classifyAll);
    try {
      const probabilities = predictProbabilities(model, Buffer.concat(batch.map(({ pixels }) => pixels)));
      const classCount = probabilities.length / batch.length;
      batch.forEach(({ resolve }, index) => {
        resolve(probabilities.slice(index * classCount, (index + 1) * classCount));
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  return (pixels) =>
    new Promise((resolve, reject) => {
      // Classify later in the event loop, so that images that are ready at the same time share a batch.
      if (waiting.push({ pixels, resolve, reject }) === 1) setImmediate(classifyAll);
    });
}
