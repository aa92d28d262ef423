import { expect, test } from 'vitest';
import { progressCurves } from '../../lib/src/notebook/progress-view.js';

const record = (epoch: number) => ({
  epoch,
  loss: 1 / epoch,
  accuracy: 1 - 0.5 / epoch,
  validationLoss: 0.8 / epoch,
  validationAccuracy: 1 - 0.4 / epoch,
  learningRate: 0.001,
  seconds: 1,
});
const current = {
  epoch: 3,
  epochs: 4,
  step: 50,
  steps: 100,
  loss: 0.3,
  accuracy: 0.9,
  samplesPerSecond: 50_000,
  secondsLeft: 2,
};
const done = [record(1), record(2)];
const points = (html: string) =>
  [...html.matchAll(/points="([^"]*)"/g)].map(([, text]) =>
    text!.split(' ').map((point) => point.split(',')),
  );

test('the progress display has curves of training and validation loss and accuracy up to the current epoch', () => {
  const html = progressCurves({ done, current, stopped: false });
  const [loss, validationLoss, accuracy, validationAccuracy] = points(html);
  expect([loss, validationLoss, accuracy, validationAccuracy].map((curve) => curve?.length)).toEqual([
    3, 2, 3, 2,
  ]);
  // Two and a half of four epochs, on a drawing 320 wide with a margin of 3.
  expect(loss?.at(-1)?.[0]).toBe((3 + (2.5 / 4) * 314).toFixed(1));
  expect(html).toContain('loss: 0.300 to 1.000');
  expect(html).toContain('accuracy: 50.0% to 90.0%');
});

test('the progress display draws a falling loss as a falling curve, and a rising accuracy as a rising one', () => {
  const [loss, , accuracy] = points(progressCurves({ done, current, stopped: false }));
  expect(Number(loss?.at(-1)?.[1])).toBeGreaterThan(Number(loss?.[0]?.[1]));
  expect(Number(accuracy?.at(-1)?.[1])).toBeLessThan(Number(accuracy?.[0]?.[1]));
});

test('the progress display keeps its curves between two epochs', () => {
  expect(progressCurves({ done, epochs: 4, stopped: false })).toContain('<svg');
});

test('the progress display has no curves for a single epoch, and none after a run was stopped or has finished', () => {
  expect(progressCurves({ done: [record(1)], epochs: 4, stopped: false })).toBe('');
  expect(progressCurves({ done, epochs: 4, stopped: true })).toBe('');
  expect(progressCurves({ done, epochs: 2, stopped: false })).toBe('');
});

test('the progress display omits a loss that is NaN', () => {
  const html = progressCurves({ done, current: { ...current, loss: Number.NaN }, stopped: false });
  expect(html).not.toContain('NaN');
});

test('the progress display reduces a curve of a thousand epochs to 100 points, including both ends', () => {
  const many = Array.from({ length: 1000 }, (_, at) => record(at + 1));
  const [loss] = points(progressCurves({ done: many, epochs: 2000, stopped: false }));
  expect(loss?.length).toBe(100);
  expect([loss?.[0]?.[0], loss?.at(-1)?.[0]]).toEqual(['3.2', '160.0']);
});
