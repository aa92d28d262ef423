import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { createDigitModel, createRandom, type Dataset, subset, type TrainOptions, train } from 'mnist-lab';
import { expect, test } from 'vitest';
import { classFactors } from '../../lib/src/training/class-weights.js';
import { readWeights } from '../../lib/src/training/weights.js';
import { trainGraph } from './engines.js';
import { stripes } from './stripes.js';

const small = () =>
  createDigitModel({ imageShape: [6, 6], hiddenUnits: [12], activation: 'tanh', classCount: 3 });
const largestGap = (found: readonly Float32Array[], wanted: readonly Float32Array[]) =>
  Math.max(
    ...found.flatMap((values, place) =>
      [...values].map((value, at) => Math.abs(value - wanted[place]![at]!)),
    ),
  );

/** Images of stripes. The class `right` has few of them. */
function uneven(count: number, seed: number): Dataset {
  const all = stripes(count, seed);
  const random = createRandom(seed);
  const kept = [...all.labels.keys()].filter((index) => all.labels[index] !== 2 || random.next() < 0.2);
  return subset(all, kept);
}

const factor = fc.double({ min: 0.1, max: 8, noNaN: true });
const chosen = fc.oneof(
  fc.constant('balanced' as const),
  fc
    .record({ left: factor, middle: factor, right: factor }, { requiredKeys: [] })
    .filter((weights) => Object.keys(weights).length > 0),
);

test.each([false, true])(
  'the graph engine weights classes in the same way as LayersModel.fit (compiled by XLA: %s)',
  async (compiled) => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          classWeights: chosen,
          count: fc.integer({ min: 100, max: 200 }),
          seed: fc.integer({ min: 1, max: 1000 }),
          batchSize: fc.constantFrom(16, 32, 50),
          labelSmoothing: fc.constantFrom(0, 0.1),
        }),
        async ({ classWeights, count, seed, ...given }) => {
          const data = uneven(count, seed);
          const options: TrainOptions = {
            epochs: 2,
            learningRate: 0.01,
            optimizer: 'sgd',
            classWeights,
            ...given,
          };
          const [found, wanted, plain] = [small(), small(), small()];
          const history = await trainGraph(found, data, options, { compiled, sliceSteps: 5 });
          const fitted = await train(wanted, data, { ...options, engine: 'layers' });
          expect(largestGap(readWeights(found), readWeights(wanted))).toBeLessThan(1e-4);
          history.epochs.forEach(({ loss, accuracy }, at) => {
            expect(Math.abs(loss - fitted.epochs[at]!.loss)).toBeLessThan(1e-4);
            expect(Math.abs(accuracy - fitted.epochs[at]!.accuracy)).toBeLessThan(1e-4);
          });
          expect(history.classWeights).toEqual(fitted.classWeights);
          // Weights of 1 change nothing, all others do.
          const unweighted = { ...options, classWeights: undefined };
          await trainGraph(plain, data, unweighted, { compiled: false, sliceSteps: 5 });
          const isPlain = Object.values(history.classWeights!).every((weight) => Math.abs(weight - 1) < 1e-3);
          if (!isPlain) expect(largestGap(readWeights(found), readWeights(plain))).toBeGreaterThan(1e-4);
        },
      ),
      { numRuns: compiled ? 1 : 3, seed: 1 },
    );
  },
);

test('balanced class weights give every class the same total weight', () => {
  const data = uneven(500, 3);
  const factors = classFactors(data, 'balanced')!;
  const sums = [0, 0, 0];
  for (const label of data.labels) sums[label]! += factors[label]!;
  for (const sum of sums) expect(sum).toBeCloseTo(data.count / 3, 2);
});

test('equal class weights of 2 have the effect of a doubled learning rate on images that mixup blends', async () => {
  const data = uneven(200, 5);
  const same = { left: 2, middle: 2, right: 2 };
  const options: TrainOptions = { epochs: 2, batchSize: 50, optimizer: 'sgd', augmentation: { mixup: 0.3 } };
  const plan = { compiled: false, sliceSteps: 5 };
  const [plain, doubled] = [small(), small()];
  await trainGraph(plain, data, { ...options, learningRate: 0.02 }, plan);
  await trainGraph(doubled, data, { ...options, learningRate: 0.01, classWeights: same }, plan);
  expect(largestGap(readWeights(plain), readWeights(doubled))).toBeLessThan(1e-5);
});

test('balanced class weights reduce the loss of a rare class', async () => {
  const data = uneven(400, 7);
  const rare = subset(
    data,
    [...data.labels.keys()].filter((index) => data.labels[index] === 2),
  );
  const found = async (classWeights?: 'balanced') => {
    const history = await train(small(), data, {
      epochs: 3,
      batchSize: 32,
      validation: rare,
      ...(classWeights && { classWeights }),
    });
    return history.epochs.at(-1)!.validationLoss!;
  };
  expect(await found('balanced')).toBeLessThan(await found());
});

test.each<[TrainOptions['classWeights'] | number, RegExp]>([
  [
    { rihgt: 2 },
    /expected classWeights of the classes left, middle, right but found "rihgt"\. Did you mean right\?/,
  ],
  [{ right: 0 }, /expected classWeights to be 'balanced' or a number greater than 0/],
  [{ right: Number.NaN }, /expected classWeights to be/],
  [{}, /expected classWeights to be/],
  [3, /expected classWeights to be/],
])('train() rejects the class weights %o', async (classWeights, message) => {
  const options = { classWeights } as TrainOptions;
  await expect(train(small(), stripes(50, 1), options)).rejects.toThrow(message);
});

test('a training run can be resumed with more epochs, but not with other class weights', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'mnist-lab-test-'));
  const data = uneven(150, 2);
  const options: TrainOptions = {
    batchSize: 32,
    classWeights: 'balanced',
    checkpoint: { directory, resume: true },
  };
  const [whole, continued] = [small(), small()];
  await train(whole, data, { batchSize: 32, classWeights: 'balanced', epochs: 5 });
  await train(small(), data, { ...options, epochs: 2 });
  const history = await train(continued, data, { ...options, epochs: 5 });
  expect(history.epochs).toHaveLength(5);
  expect(history.warnings).toEqual([]);
  expect(readWeights(continued)).toEqual(readWeights(whole));
  const other = { ...options, epochs: 6, classWeights: { right: 3 } };
  await expect(train(small(), data, other)).rejects.toThrow(
    /classWeights was balanced and is now \{"right":3\}/,
  );
  rmSync(directory, { recursive: true });
});

test('a training run resumed with more epochs warns that its learning rate follows another schedule, and fewer epochs are rejected', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'mnist-lab-test-'));
  const options: TrainOptions = {
    batchSize: 32,
    learningRate: { kind: 'cosine', peak: 0.01 },
    checkpoint: { directory, resume: true },
  };
  await train(small(), stripes(100, 1), { ...options, epochs: 2 });
  const { warnings, epochs } = await train(small(), stripes(100, 1), { ...options, epochs: 4 });
  expect(epochs).toHaveLength(4);
  expect(warnings[0]).toContain('now follows the schedule for 4 epochs');
  await expect(train(small(), stripes(100, 1), { ...options, epochs: 3 })).rejects.toThrow(
    'expected at most 3 epochs but found 4',
  );
  rmSync(directory, { recursive: true });
});
