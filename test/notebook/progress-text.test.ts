import { expect, test } from 'vitest';
import { progressHtml, progressText } from '../../lib/src/notebook/progress-view.js';

const record = { epoch: 2, loss: 0.25, accuracy: 0.925, learningRate: 0.001, seconds: 1.5 };
const current = {
  epoch: 3,
  epochs: 20,
  step: 50,
  steps: 100,
  loss: 0.1234,
  accuracy: 0.9616,
  samplesPerSecond: 51234.5,
  secondsLeft: 72.2,
};

test('the progress line shows loss, accuracy, rate and remaining time during an epoch', () => {
  expect(progressText({ title: 'Digits', epochs: 20, done: [record], current, stopped: false })).toBe(
    'Digits: epoch 3 of 20, loss 0.1234, accuracy 96.2%, 51,235 images/s, 1 min 12 s left',
  );
});

test('the progress line shows the results after an epoch, without rate and times', () => {
  const done = [{ ...record, validationLoss: 0.2, validationAccuracy: 0.95 }];
  expect(progressText({ title: 'Digits', epochs: 20, done, stopped: false })).toBe(
    'Digits: epoch 2 of 20, loss 0.2500, accuracy 92.5%, validation loss 0.2000, validation accuracy 95.0%',
  );
});

test('the progress line of a stopped run names its last epoch', () => {
  expect(progressText({ title: 'Digits', epochs: 20, done: [record], stopped: true })).toMatch(
    /^Digits: stopped after 2 of 20 epochs, loss/,
  );
});

test('the progress bar has the length of the finished fraction, and its title is escaped', () => {
  const html = progressHtml({ title: '<b>', epochs: 20, done: [record], current, stopped: false });
  expect(html).toContain('width: 12.5%');
  expect(html).toContain('&lt;b&gt;');
});
