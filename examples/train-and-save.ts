/**
 * Trains a network on handwritten digits and saves it.
 *
 *   npx tsx examples/train-and-save.ts --epochs 5 --output models/digit
 */

import { parseArgs } from 'node:util';
import { createDigitModel, evaluate, loadDataset, saveModel, splitValidation, train } from 'mnist-lab';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      epochs: { type: 'string', default: '5' },
      output: { type: 'string', default: 'models/digit' },
    },
  });
  const dataset = await loadDataset('mnist');
  const parts = splitValidation(dataset.train, { size: 5000, seed: 1 });

  const model = createDigitModel({ hiddenUnits: [128, 64], dropoutRate: 0.1 });
  await train(model, parts.train, {
    epochs: Number(values.epochs),
    learningRate: { kind: 'oneCycle', peak: 0.004 },
    validation: parts.validation,
    onEpochEnd: ({ epoch, loss, validationAccuracy = 0 }) =>
      console.log(
        `epoch ${epoch}: loss ${loss.toFixed(4)}, validation accuracy ${percent(validationAccuracy)}`,
      ),
  });

  const { accuracy, accuracyInterval, loss } = evaluate(model, dataset.test);
  const interval = `${percent(accuracyInterval.lower)} to ${percent(accuracyInterval.upper)}`;
  console.log(`test accuracy ${percent(accuracy)} (95% interval ${interval})`);
  await saveModel(model, values.output, { trainedWith: { dataset: 'mnist' }, test: { accuracy, loss } });
  console.log(`saved in ${values.output}`);
}

const percent = (share: number) => `${(100 * share).toFixed(2)}%`;

void main();
