import { createDigitModel, type TrainOptions, train } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { optimizers } from '../../lib/src/training/optimizers/optimizer-table.js';
import { readWeights } from '../../lib/src/training/weights.js';
import { trainGraph } from './engines.js';
import { stripes } from './stripes.js';

const data = stripes(108, 1);
const small = () =>
  createDigitModel({ imageShape: [6, 6], hiddenUnits: [12], activation: 'tanh', classCount: 3 });
const largestGap = (found: readonly Float32Array[], wanted: readonly Float32Array[]) =>
  Math.max(
    ...found.flatMap((values, place) =>
      [...values].map((value, at) => Math.abs(value - wanted[place]![at]!)),
    ),
  );

const inTfjs: readonly TrainOptions['optimizer'][] = [
  'adam',
  { kind: 'adam', beta1: 0.8, beta2: 0.9, epsilon: 1e-3 },
  'sgd',
  { kind: 'sgd', momentum: 0.9 },
  { kind: 'sgd', momentum: 0.9, nesterov: true },
  'rmsprop',
  { kind: 'rmsprop', rho: 0.8, momentum: 0.5, epsilon: 1e-4 },
];

/**
 * Defines the tests. Each optimizer is compared with that of tfjs, and tested on its own, with or without
 * XLA.
 */
export function compareOptimizers(compiled: boolean): void {
  describe(`in the graph, compiled by XLA: ${compiled},`, () => {
    it.each(inTfjs)('the optimizer %j gives the same weights as that of TensorFlow.js', async (optimizer) => {
      const options = { epochs: 4, batchSize: 32, learningRate: 0.003, optimizer };
      const [found, wanted] = [small(), small()];
      await trainGraph(found, data, options, { compiled, sliceSteps: 3 });
      await train(wanted, data, { ...options, engine: 'layers' });
      expect(largestGap(readWeights(found), readWeights(wanted))).toBeLessThan(1e-4);
    });

    it.each(Object.keys(optimizers))('the optimizer %s reduces the loss', async (kind) => {
      const model = small();
      const options = { epochs: 30, batchSize: 32, learningRate: 0.002, optimizer: kind } as TrainOptions;
      const history = await trainGraph(model, data, options, { compiled, sliceSteps: 4 });
      expect(history.epochs.at(-1)!.loss).toBeLessThan(0.9 * history.epochs[0]!.loss);
    });
  });
}
