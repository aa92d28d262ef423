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

test('loss and accuracy have a curve each for training and validation, up to the current epoch', () => {
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

test('a falling loss slopes down, a rising accuracy up', () => {
  const [loss, , accuracy] = points(progressCurves({ done, current, stopped: false }));
  expect(Number(loss?.at(-1)?.[1])).toBeGreaterThan(Number(loss?.[0]?.[1]));
  expect(Number(accuracy?.at(-1)?.[1])).toBeLessThan(Number(accuracy?.[0]?.[1]));
});

test('the curves stay between two epochs', () => {
  expect(progressCurves({ done, epochs: 4, stopped: false })).toContain('<svg');
});

test('no curve is drawn for a single point, a stopped run or a finished one', () => {
  expect(progressCurves({ done: [record(1)], epochs: 4, stopped: false })).toBe('');
  expect(progressCurves({ done, epochs: 4, stopped: true })).toBe('');
  expect(progressCurves({ done, epochs: 2, stopped: false })).toBe('');
});

test('a loss that is NaN does not break the drawing', () => {
  const html = progressCurves({ done, current: { ...current, loss: Number.NaN }, stopped: false });
  expect(html).not.toContain('NaN');
});

test('a curve of a thousand epochs has only as many points as can be distinguished, including both ends', () => {
  const many = Array.from({ length: 1000 }, (_, at) => record(at + 1));
  const [loss] = points(progressCurves({ done: many, epochs: 2000, stopped: false }));
  expect(loss?.length).toBe(100);
  expect([loss?.[0]?.[0], loss?.at(-1)?.[0]]).toEqual(['3.2', '160.0']);
});
