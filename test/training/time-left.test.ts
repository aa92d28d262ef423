import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createRandom } from '../../lib/src/random.js';
import { ProgressMeter } from '../../lib/src/training/progress-meter.js';
import { resolveTrainOptions } from '../../lib/src/training/train-options.js';

const steps = 20;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Largest error of the estimates after a fraction of the epochs, relative to the time that was really left. */
function worstError(seconds: readonly number[], from = 0.5, validationFraction = 0.15): number {
  const estimates: { at: number; done: number; left: number }[] = [];
  let done = 0;
  const settings = resolveTrainOptions(
    {
      ...{ epochs: seconds.length, batchSize: 1 },
      onProgress: ({ secondsLeft }) =>
        estimates.push({
          at: performance.now() / 1000,
          done: done / (steps * seconds.length),
          left: secondsLeft,
        }),
    },
    steps,
  );
  const meter = new ProgressMeter(settings, steps, steps);
  for (const [at, duration] of seconds.entries()) {
    meter.startEpoch(at + 1);
    for (let step = 0; step < steps; step++) {
      vi.advanceTimersByTime((1000 * duration * (1 - validationFraction)) / steps);
      done++;
      meter.add(1, 1, 0, 0);
    }
    vi.advanceTimersByTime(1000 * duration * validationFraction);
  }
  const end = performance.now() / 1000;
  // The last tenth of the run is left out, because fractions of a second are large relative errors there.
  const judged = estimates.filter((one) => one.done >= from && one.done <= 0.9);
  expect(judged.length).toBeGreaterThan(0);
  return Math.max(...judged.map(({ at, left }) => Math.abs(left / (end - at) - 1)));
}

const epochs = (count: number, seconds: (done: number, at: number) => number) =>
  Array.from({ length: count }, (_, at) => seconds(at / (count - 1), at));

describe.each([10, 40, 150])('the time left of a training run of %i epochs', (count) => {
  const random = createRandom(count);
  const machines: Record<string, number[]> = {
    'is steady': epochs(count, () => 3),
    'is noisy': epochs(count, () => 2.7 + 0.6 * random.next()),
    'prepares the first epoch for long': epochs(count, (_, at) => (at === 0 ? 30 : 3)),
    'pauses for one epoch': epochs(count, (_, at) => (at === Math.floor(count / 2) - 2 ? 30 : 3)),
    'had a slow stretch': epochs(count, (done) => (done < 0.25 ? 9 : 3)),
    'had a fast stretch': epochs(count, (done) => (done < 0.25 ? 1 : 3)),
    'slows down': epochs(count, (done) => 2 + 2 * done),
    'speeds up': epochs(count, (done) => 4 - 2 * done),
  };

  test.each(Object.entries(machines))(
    'is estimated with an error below a third from half to nine tenths of the run, if the machine %s',
    (_, seconds) => {
      expect(worstError(seconds)).toBeLessThan(1 / 3);
    },
  );

  test('is estimated with an error below a third again, once a tenth of the run has passed since the machine became slower or faster', () => {
    for (const factor of [0.25, 0.5, 2, 4])
      for (const change of [0.3, 0.5, 0.6]) {
        const changed = epochs(count, (done) => (done < change ? 3 : 3 * factor));
        expect(worstError(changed, change + 0.1)).toBeLessThan(1 / 3);
      }
  });
});

test('the time left of a single long epoch is estimated with an error below a third, from a tenth of the epoch', () => {
  expect(worstError([600], 0.1, 0)).toBeLessThan(1 / 3);
});
