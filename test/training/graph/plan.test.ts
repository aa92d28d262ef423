import { createDigitModel } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { choosePlan } from '../../../lib/src/training/graph/plan.js';
import type { GraphLayer } from '../../../lib/src/training/layers/layer.js';
import { resolveTrainOptions, type TrainOptions } from '../../../lib/src/training/train-options.js';
import { graphLayers, trainGraph } from '../engines.js';
import { stripes } from '../stripes.js';

const planFor = (options: TrainOptions, hiddenUnits = [128, 64]) =>
  choosePlan(createDigitModel({ hiddenUnits }), 60_000, resolveTrainOptions(options));

describe('choosePlan()', () => {
  it('leaves a short training to single operations and compiles a long one', () => {
    expect(planFor({ epochs: 1 }).compiled).toBe(false);
    expect(planFor({ epochs: 30 }).compiled).toBe(true);
    expect(planFor({ epochs: 3, batchSize: 32 }).compiled).toBe(true);
    expect(planFor({ epochs: 3 }, [1024, 512]).compiled).toBe(true);
  });

  it('cuts an epoch into slices of one size, short also where steps are many and small', () => {
    expect(planFor({ batchSize: 1 }).sliceSteps).toBeLessThan(2000);
    expect(planFor({ batchSize: 128 }).sliceSteps * 2).toBeGreaterThanOrEqual(469);
    expect(planFor({ batchSize: 60_000 }, [1024, 512]).sliceSteps).toBe(1);
  });
});

describe('a training that XLA cannot compile', () => {
  it('runs operation by operation, gives the same weights, and says why', async () => {
    const data = stripes(100, 1);
    const options = { epochs: 2, batchSize: 20 };
    const weightsAfter = async (more: readonly GraphLayer[], compiled: boolean) => {
      const model = createDigitModel({ imageShape: [6, 6], hiddenUnits: [8], classCount: 3, seed: 3 });
      const layers = [...more, ...graphLayers(model)];
      const history = await trainGraph(model, data, options, { compiled, sliceSteps: 5 }, layers);
      return { history, weights: model.getWeights().map((weight) => weight.dataSync()) };
    };
    // XLA has no kernel for this operation, and nothing of what it gives is left in the sum.
    const withoutKernel: GraphLayer = {
      variables: [],
      forward: ({ ops }, input) => {
        const unknown = ops.scope.node(
          'FresnelCos',
          [input],
          { T: { type: 'float' } },
          { ...input, name: 'y' },
        );
        return {
          output: ops.add(input, ops.multiply(unknown, 0)),
          backward: (gradient) => gradient,
        };
      },
    };
    const fallenBack = await weightsAfter([withoutKernel], true);
    expect(fallenBack.history.engine).toBe('graph');
    expect(fallenBack.history.engineReason).toMatch(/run operation by operation, as XLA said: .*FresnelCos/);
    expect(fallenBack.weights).toEqual((await weightsAfter([], false)).weights);
  });
});
