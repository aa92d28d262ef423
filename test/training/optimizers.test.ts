import { createDigitModel, type TrainOptions, train } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { epochRandom } from '../../lib/src/training/epoch-random.js';
import { GraphEngine } from '../../lib/src/training/graph/graph-engine.js';
import { resolveTrainOptions } from '../../lib/src/training/train-options.js';
import { compareOptimizers } from './compare-optimizers.js';
import { graphLayers } from './engines.js';
import { stripes } from './stripes.js';

const data = stripes(332, 1);
const small = () =>
  createDigitModel({ imageShape: [6, 6], hiddenUnits: [12], activation: 'tanh', classCount: 3 });

compareOptimizers(false);

describe('Lion', () => {
  it('takes steps of one length against the sign of its mean gradient, and decays weights', async () => {
    const weightDecay = 0.5;
    const rate = 0.01;
    const model = small();
    const options = { batchSize: 332, learningRate: rate, optimizer: { kind: 'lion', weightDecay } } as const;
    const settings = resolveTrainOptions(options);
    const engine = new GraphEngine(
      model,
      graphLayers(model),
      data,
      settings,
      { compiled: false, sliceSteps: 1 },
      '',
    );
    let before = await engine.state();
    for (const step of [0, 1, 2]) {
      await engine.trainEpoch({
        ...{ epoch: step + 1, stepsBefore: step, steps: 1, rates: new Float32Array(3).fill(rate) },
        ...{ random: epochRandom(1, 1), signal: undefined, onSteps: () => {} },
      });
      const after = await engine.state();
      for (const name of ['kernel_0', 'bias_0', 'kernel_1', 'bias_1'])
        before[name]!.forEach((weight, at) => {
          const momentBefore = before[`${name}_moment`]![at]!;
          // The moment after the step tells the gradient: m' = 0.99 m + 0.01 g.
          const gradient = (after[`${name}_moment`]![at]! - 0.99 * momentBefore) / 0.01;
          const direction = 0.9 * momentBefore + 0.1 * gradient;
          if (Math.abs(direction) < 1e-6) return;
          const decay = name.startsWith('kernel') ? rate * weightDecay * weight : 0;
          expect(after[name]![at]).toBeCloseTo(weight - decay - rate * Math.sign(direction), 5);
        });
      before = after;
    }
    engine.close();
  });
});

it.each([
  [
    { kind: 'sgd', momentum: 1 },
    /optimizer\.momentum to be a number of 0 or more and less than 1 but found 1/,
  ],
  [{ kind: 'sgd', weightDecay: 0.1 }, /unknown option "optimizer\.weightDecay"/],
  [{ kind: 'adamm' }, /expected optimizer to be a name or .* lion but found \{"kind":"adamm"\}/],
  ['adamm', /expected optimizer .* but found adamm/],
  [7, /expected optimizer .* but found 7/],
])('the optimizer %j is refused', async (optimizer, message) => {
  await expect(train(small(), data, { optimizer } as TrainOptions)).rejects.toThrow(message);
});
