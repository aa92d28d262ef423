import { createDigitModel, type TrainOptions, train } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { GraphEngine } from '../../lib/src/training/graph/graph-engine.js';
import { epochRandom } from '../../lib/src/training/run-epochs.js';
import { resolveTrainOptions } from '../../lib/src/training/train-options.js';
import { compareOptimizers } from './compare-optimizers.js';
import { trainingNetwork } from './engines.js';
import { stripes } from './stripes.js';

const data = stripes(332, 1);
const small = () =>
  createDigitModel({ imageShape: [6, 6], hiddenUnits: [12], activation: 'tanh', classCount: 3 });

compareOptimizers(false);

type State = Readonly<Record<string, Float32Array>>;

/** The trained weights and the state of their optimizer, before the first step and after some steps. */
async function statesOf(optimizer: TrainOptions['optimizer'], rate: number, steps: number): Promise<State[]> {
  const model = small();
  const settings = resolveTrainOptions({ batchSize: 332, learningRate: rate, optimizer });
  const compilation = { compiled: false, sliceSteps: 1 };
  const engine = new GraphEngine(model, trainingNetwork(model), data, settings, compilation, '');
  const copy = async (): Promise<State> =>
    Object.fromEntries(
      Object.entries(await engine.state()).map(([name, values]) => [name, Float32Array.from(values)]),
    );
  const states = [await copy()];
  for (let step = 0; step < steps; step++) {
    await engine.trainEpoch({
      ...{ epoch: step + 1, stepsBefore: step, steps: 1, rates: new Float32Array(steps).fill(rate) },
      ...{ random: epochRandom(1, 1), signal: undefined, onSteps: () => {} },
    });
    states.push(await copy());
  }
  engine.close();
  return states;
}

const weightNames = ['kernel_0', 'bias_0', 'kernel_1', 'bias_1'];

/** Calls back for every weight in every step. */
function eachWeight(
  states: readonly State[],
  compare: (
    name: string,
    at: number,
    old: (slot?: string) => number,
    changed: (slot?: string) => number,
  ) => void,
): void {
  for (const [step, state] of states.slice(1).entries())
    for (const name of weightNames)
      for (let at = 0; at < state[name]!.length; at++) {
        const read = (from: State) => (slot?: string) => from[slot ? `${name}_${slot}` : name]![at]!;
        compare(name, at, read(states[step]!), read(state));
      }
}

describe('Lion', () => {
  it('takes steps of constant size against the sign of its moving average of gradients, and applies weight decay', async () => {
    const [rate, weightDecay] = [0.01, 0.5];
    const states = await statesOf({ kind: 'lion', weightDecay }, rate, 3);
    eachWeight(states, (name, _at, old, changed) => {
      // The moment after the step reveals the gradient: m' = 0.99 m + 0.01 g.
      const gradient = (changed('moment') - 0.99 * old('moment')) / 0.01;
      const direction = 0.9 * old('moment') + 0.1 * gradient;
      if (Math.abs(direction) < 1e-6) return;
      const decay = name.startsWith('kernel') ? rate * weightDecay * old() : 0;
      expect(changed()).toBeCloseTo(old() - decay - rate * Math.sign(direction), 5);
    });
  });
});

describe('NAdam', () => {
  it.each([
    [{ kind: 'nadam' }, 0],
    [{ kind: 'nadam', beta1: 0.8, beta2: 0.95, epsilon: 1e-3, weightDecay: 0.3 }, 0.3],
  ] as const)(
    '%j takes the steps of the published algorithm, which the test computes in float64',
    async (optimizer, weightDecay) => {
      const [rate, steps] = [0.01, 70];
      const { beta1, beta2, epsilon } = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7, ...optimizer };
      const states = await statesOf(optimizer, rate, steps);
      for (const name of weightNames)
        for (let at = 0; at < states[0]![name]!.length; at += 7) {
          // The algorithm of PyTorch's documentation, with its momentum_decay of 0.004.
          let [moment, square, product] = [0, 0, 1];
          for (let t = 1; t <= steps; t++) {
            const [before, after] = [states[t - 1]!, states[t]!];
            const momentBefore = before[`${name}_moment1`]![at]!;
            const gradient = (after[`${name}_moment1`]![at]! - beta1 * momentBefore) / (1 - beta1);
            const momentum = beta1 * (1 - 0.5 * 0.96 ** (t * 0.004));
            const nextMomentum = beta1 * (1 - 0.5 * 0.96 ** ((t + 1) * 0.004));
            product *= momentum;
            moment = beta1 * moment + (1 - beta1) * gradient;
            square = beta2 * square + (1 - beta2) * gradient ** 2;
            const ahead =
              (nextMomentum * moment) / (1 - product * nextMomentum) +
              ((1 - momentum) * gradient) / (1 - product);
            const step = ahead / (Math.sqrt(square / (1 - beta2 ** t)) + epsilon);
            // Gradients that are almost 0 lose their digits in the moments that reveal them.
            if (Math.abs(gradient) < 1e-5) continue;
            const weight = before[name]![at]!;
            const decay = name.startsWith('kernel') ? rate * weightDecay * weight : 0;
            expect(after[name]![at]!).toBeCloseTo(weight - decay - rate * step, 4);
          }
        }
    },
  );
});

describe('the optimizer sgd with weight decay', () => {
  it('applies weight decay to weights but not to biases, separately from the gradient', async () => {
    const [rate, weightDecay, momentum] = [0.05, 0.4, 0.9];
    const states = await statesOf({ kind: 'sgd', momentum, weightDecay }, rate, 4);
    const plain = await statesOf({ kind: 'sgd', momentum }, rate, 1);
    // The gradient of the first step equals that of a run without decay.
    for (const name of weightNames)
      expect(states[1]![`${name}_velocity`]).toEqual(plain[1]![`${name}_velocity`]);
    eachWeight(states, (name, _at, old, changed) => {
      const decay = name.startsWith('kernel') ? rate * weightDecay * old() : 0;
      expect(changed()).toBeCloseTo(old() - decay - rate * changed('velocity'), 6);
    });
  });

  it('is supported by the graph engine only', async () => {
    const optimizer = { kind: 'sgd', weightDecay: 0.1 } as const;
    await expect(train(small(), data, { optimizer, engine: 'layers' })).rejects.toThrow(
      "optimizer 'sgd' with weightDecay",
    );
    const history = await train(small(), data, { optimizer, epochs: 1, batchSize: 32 });
    expect(history.engine).toBe('graph');
  });
});

it.each([
  [
    { kind: 'sgd', momentum: 1 },
    /optimizer\.momentum to be a number of 0 or more and less than 1 but found 1/,
  ],
  [{ kind: 'rmsprop', weightDecay: 0.1 }, /unknown option "optimizer\.weightDecay"/],
  [{ kind: 'adamm' }, /expected optimizer to be a name or .* lion but found \{"kind":"adamm"\}/],
  ['adamm', /expected optimizer .* but found adamm/],
  [7, /expected optimizer .* but found 7/],
])('train() rejects the optimizer %j', async (optimizer, message) => {
  await expect(train(small(), data, { optimizer } as TrainOptions)).rejects.toThrow(message);
});
