/**
 * Compares learning rates, each with several seeds, on validation images.
 *
 *   npx tsx examples/search-learning-rates.ts --rates 0.0003,0.001,0.003,0.01 --seeds 3 --epochs 3
 */

import { parseArgs } from 'node:util';
import { createDigitModel, type Dataset, loadDataset, splitValidation, train } from 'mnist-lab';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rates: { type: 'string', default: '0.0003,0.001,0.003,0.01' },
      seeds: { type: 'string', default: '3' },
      epochs: { type: 'string', default: '3' },
    },
  });
  const { train: images } = await loadDataset('mnist');
  // Every run uses the same validation images, so that only the rates differ.
  const parts = splitValidation(images, { size: 10_000, seed: 1 });

  const results = [];
  for (const learningRate of values.rates.split(',').map(Number)) {
    const accuracies: number[] = [];
    for (let seed = 1; seed <= Number(values.seeds); seed++) {
      accuracies.push(await validationAccuracy(parts, learningRate, Number(values.epochs), seed));
    }
    const { mean, deviation } = summarize(accuracies);
    results.push({ learningRate, mean });
    console.log(
      `rate ${learningRate}: ${mean.toFixed(2)}% ± ${deviation.toFixed(2)} over ${accuracies.length} seeds`,
    );
  }
  const [best] = results.sort((left, right) => right.mean - left.mean);
  console.log(`best: ${best?.learningRate}`);
}

async function validationAccuracy(
  parts: { train: Dataset; validation: Dataset },
  learningRate: number,
  epochs: number,
  seed: number,
): Promise<number> {
  const model = createDigitModel({ seed });
  const { validation } = parts;
  const history = await train(model, parts.train, { epochs, learningRate, seed, validation });
  return 100 * history.epochs.at(-1)!.validationAccuracy!;
}

function summarize(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / Math.max(1, values.length - 1)) };
}

void main();
