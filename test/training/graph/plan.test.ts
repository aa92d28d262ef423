import { createDigitModel, tf } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import type { Network } from '../../../lib/src/layers/network.js';
import type { TensorflowOperations } from '../../../lib/src/program/tensorflow/tensorflow-operations.js';
import { choosePlan } from '../../../lib/src/training/graph/plan.js';
import { resolveTrainOptions, type TrainOptions } from '../../../lib/src/training/train-options.js';
import { trainGraph, trainingNetwork } from '../engines.js';
import { stripes } from '../stripes.js';

const planFor = (options: TrainOptions, hiddenUnits = [128, 64]) =>
  choosePlan(trainingNetwork(createDigitModel({ hiddenUnits })), 60_000, resolveTrainOptions(options));

describe('choosePlan()', () => {
  it('chooses single operations for a short run and compilation by XLA for a long one', () => {
    expect(planFor({ epochs: 1 }).compiled).toBe(false);
    expect(planFor({ epochs: 30 }).compiled).toBe(true);
    expect(planFor({ epochs: 3, batchSize: 32 }).compiled).toBe(true);
    expect(planFor({ epochs: 3 }, [1024, 512]).compiled).toBe(true);
  });

  it('chooses single operations for mixed precision, however long the run', () => {
    expect(planFor({ epochs: 30, precision: 'mixed' }).compiled).toBe(false);
  });

  it('divides an epoch of 469 steps into at most two slices, and limits the steps per slice of a longer epoch', () => {
    expect(planFor({ batchSize: 1 }).sliceSteps).toBeLessThan(2000);
    expect(planFor({ batchSize: 128 }).sliceSteps * 2).toBeGreaterThanOrEqual(469);
    expect(planFor({ batchSize: 60_000 }, [1024, 512]).sliceSteps).toBe(1);
  });

  it('chooses single operations and short slices for convolutions, even if they have few weights', () => {
    const { conv2d, globalAveragePooling2d, dense } = tf.layers;
    const model = tf.sequential({
      layers: [
        conv2d({ filters: 32, kernelSize: 3, activation: 'relu', inputShape: [28, 28, 1] }),
        conv2d({ filters: 64, kernelSize: 3, activation: 'relu' }),
        globalAveragePooling2d({}),
        dense({ units: 10, activation: 'softmax' }),
      ],
    });
    const plan = choosePlan(trainingNetwork(model), 60_000, resolveTrainOptions({ epochs: 50 }));
    expect(plan.compiled).toBe(false);
    expect(plan.why).toBe('which is faster for convolutions and pooling');
    // 10.8 million multiplications per image, although there are only 19,466 weights.
    expect(plan.sliceSteps).toBeLessThan(5);
  });
});

describe('a training run that XLA cannot compile', () => {
  it('runs as single operations, gives the same weights, and reports the reason', async () => {
    const data = stripes(100, 1);
    const options = { epochs: 2, batchSize: 20 };
    const weightsAfter = async (compiled: boolean, change = (network: Network) => network) => {
      const model = createDigitModel({ imageShape: [6, 6], hiddenUnits: [8], classCount: 3, seed: 3 });
      const network = change(trainingNetwork(model));
      const history = await trainGraph(model, data, options, { compiled, sliceSteps: 5 }, network);
      return { history, weights: model.getWeights().map((weight) => weight.dataSync()) };
    };
    // XLA has no kernel for this operation, and its result does not contribute to the sum.
    const withoutKernel = (network: Network): Network => ({
      ...network,
      classify(pass, input) {
        const { scope } = pass.ops as TensorflowOperations;
        const type = { T: { type: 'float' } } as const;
        const unknown = scope.node('FresnelCos', [input], type, { ...input, name: 'y' });
        return network.classify(pass, pass.ops.add(input, pass.ops.multiply(unknown, 0)));
      },
    });
    const fallenBack = await weightsAfter(true, withoutKernel);
    expect(fallenBack.history.engine).toBe('graph');
    expect(fallenBack.history.engineReason).toMatch(
      /run operation by operation, because XLA failed: .*FresnelCos/,
    );
    expect(fallenBack.weights).toEqual((await weightsAfter(false)).weights);
  });
});
