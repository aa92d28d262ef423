interface PredictionScores {
  /** Mean negative log-likelihood of the true classes. */
  readonly loss: number;
  /** Fraction of correct predictions, 0 to 1. */
  readonly accuracy: number;
  /** Predicted class of each of the N images. */
  readonly predictions: Uint8Array;
}

/** Scores probabilities (N × classes, row-major) against N labels, at least one. */
export function scorePredictions(probabilities: Float32Array, labels: Uint8Array): PredictionScores {
  const count = labels.length;
  const predictions = predictedClasses(probabilities, probabilities.length / count);
  const loss = logLosses(probabilities, labels).reduce((sum, each) => sum + each, 0) / count;
  return { loss, accuracy: countRight(predictions, labels) / count, predictions };
}

/** Number of correct predictions. */
export function countRight(predictions: Uint8Array, labels: Uint8Array): number {
  return predictions.reduce((sum, prediction, image) => sum + Number(prediction === labels[image]), 0);
}

/**
 * The most probable class of each image. Among equally probable classes, the first one is returned.
 *
 * @param probabilities N × `classCount`, row-major.
 * @returns N class indices.
 *
 * @example
 * console.log(predictedClasses([0.9, 0.1, 0.3, 0.7], 2)); // Uint8Array(2) [ 0, 1 ]
 */
export function predictedClasses(probabilities: ArrayLike<number>, classCount: number): Uint8Array {
  const predictions = new Uint8Array(probabilities.length / classCount);
  for (let image = 0; image < predictions.length; image++) {
    let best = 0;
    for (let classIndex = 1; classIndex < classCount; classIndex++) {
      const isBetter =
        probabilities[image * classCount + classIndex]! > probabilities[image * classCount + best]!;
      if (isBetter) best = classIndex;
    }
    predictions[image] = best;
  }
  return predictions;
}

/** Lower limit of probabilities, as in Keras: otherwise one certain mistake would make the mean infinite. */
const smallestProbability = 1e-7;

/**
 * The negative log-likelihood of each image's true class: the cross-entropy that training minimises.
 *
 * @param probabilities N × classes, row-major.
 * @returns N losses, from 0 (certain and correct) to 16.1 (probability 10⁻⁷ or less).
 */
export function logLosses(probabilities: ArrayLike<number>, labels: ArrayLike<number>): Float64Array {
  const classCount = probabilities.length / labels.length;
  const losses = new Float64Array(labels.length);
  for (let image = 0; image < labels.length; image++) {
    const probability = probabilities[image * classCount + labels[image]!]!;
    losses[image] = -Math.log(Math.min(1, Math.max(smallestProbability, probability)));
  }
  return losses;
}
