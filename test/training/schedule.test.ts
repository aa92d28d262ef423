import type { TrainOptions } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { learningRates } from '../../lib/src/training/schedule.js';
import { resolveTrainOptions } from '../../lib/src/training/train-options.js';

const ratesOf = (learningRate: TrainOptions['learningRate'], epochs: number, stepsPerEpoch: number) =>
  learningRates(resolveTrainOptions({ learningRate }).learningRate, epochs, stepsPerEpoch);

describe('learningRates()', () => {
  it('returns a constant rate for every step', () => {
    expect([...ratesOf(0.5, 2, 2)]).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect([...ratesOf({ kind: 'constant', learningRate: 0.25 }, 1, 2)]).toEqual([0.25, 0.25]);
  });

  it('returns, for the cosine schedule, a linear warm-up and then half a cosine', () => {
    const rates = ratesOf({ kind: 'cosine', peak: 1, warmupEpochs: 1, final: 0.5 }, 3, 4);
    expect([...rates.subarray(0, 5)]).toEqual([0.25, 0.5, 0.75, 1, 1]);
    expect(rates[8]).toBeCloseTo(0.75, 6);
    expect(rates[11]).toBeCloseTo(0.5 + 0.25 * (1 + Math.cos((Math.PI * 7) / 8)), 6);
  });

  it('returns, for the one-cycle schedule, a rise to the peak and a fall to nearly zero', () => {
    const rates = ratesOf({ kind: 'oneCycle', peak: 1 }, 10, 10);
    expect(rates[0]).toBeCloseTo(1 / 25, 6);
    expect(rates[30]).toBeCloseTo(1, 6);
    expect(rates[65]).toBeCloseTo(0.5, 2);
    expect(rates[99]).toBeLessThan(0.001);
  });
});
