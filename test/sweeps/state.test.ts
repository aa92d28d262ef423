import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkNodes } from '../../lib/src/sweeps/cluster.js';
import { rethrowFullDisk } from '../../lib/src/sweeps/sweep.js';
import { SweepLog } from '../../lib/src/sweeps/sweep-folder.js';
import { type SweepPlan, usualHalving } from '../../lib/src/sweeps/sweep-plan.js';
import { rankConfigurations } from '../../lib/src/sweeps/sweep-result.js';
import { SweepState } from '../../lib/src/sweeps/sweep-state.js';
import { temporaryFolder } from '../temporary-folder.js';

const plan: SweepPlan = {
  ...{
    identity: 'abc',
    version: '1.0.0',
    dataset: 'mnist',
    validationCount: 1000,
    space: {},
    trials: 3,
    seeds: 2,
  },
  ...{ seed: 1, halving: usualHalving(3), varied: ['batchSize'], scales: { batchSize: 'categories' } },
  configurations: [1, 2, 3].map((number) => ({
    number,
    chosen: { batchSize: 2 ** number },
    values: { batchSize: 2 ** number, epochs: 3, validationSize: 1000 },
    epochs: 3,
  })),
};

const record = (epoch: number, validationAccuracy: number) => ({
  ...{ epoch, loss: 1, accuracy: 0.5, validationLoss: 1, validationAccuracy, learningRate: 0.1, seconds: 2 },
});
const epochs = (...accuracies: number[]) => accuracies.map((accuracy, index) => record(index + 1, accuracy));

function sweepOf() {
  const file = path.join(temporaryFolder(), 'log.jsonl');
  const log = new SweepLog(file);
  return { file, log, state: new SweepState(plan, log, 2) };
}

function done(state: SweepState, trial: string, ...accuracies: number[]): void {
  const training = { epochs: epochs(...accuracies), epoch: accuracies.length, warnings: [] };
  state.take({ event: 'ended', trial, outcome: 'done', final: true, training });
}

describe('the remaining work of a sweep', () => {
  const names = (state: SweepState) =>
    state.openTrials().map(({ name, after }) => (after ? `${name} after ${after}` : name));

  test('is every trial at first, and trials with further seeds wait for the first seed of their configuration', () => {
    const { state } = sweepOf();
    expect(names(state)).toEqual(['1-1', '1-2 after 1-1', '2-1', '2-2 after 2-1', '3-1', '3-2 after 3-1']);
  });

  test('excludes finished trials and further seeds of pruned ones, but includes failures that may be temporary', () => {
    const { state } = sweepOf();
    done(state, '1-1', 0.5, 0.6, 0.7);
    state.take({ event: 'ended', trial: '2-1', outcome: 'stopped', final: true });
    state.take({ event: 'ended', trial: '3-1', outcome: 'failed', final: false, message: 'lost' });
    expect(names(state)).toEqual(['1-2', '3-1', '3-2 after 3-1']);
    state.take({ event: 'ended', trial: '3-1', outcome: 'failed', final: true, message: 'diverged' });
    expect(names(state)).toEqual(['1-2']);
    expect(state.progress()).toMatchObject({ total: 6, done: 5, stopped: 1, failed: 1, bestAccuracy: 0.7 });
  });

  test('can be read after the process was killed while it wrote a line of the log', () => {
    const { file, state } = sweepOf();
    done(state, '1-1', 0.5, 0.6, 0.7);
    state.take({ event: 'epoch', trial: '2-1', record: record(1, 0.4) });
    appendFileSync(file, '{"trial":"2-1","records":[{"epo');
    const log = new SweepLog(file);
    expect(names(new SweepState(plan, log, 2))).toContain('2-1');
    expect(log.of('2-1').records.map(({ epoch }) => epoch)).toEqual([1]);
    log.add({ trial: '2-1', records: [record(2, 0.5)] });
    expect(new SweepLog(file).of('2-1').records.map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(readFileSync(file, 'utf8')).not.toContain('{"epo{');
  });
});

test('the log of a sweep returns the last attempt of an epoch that was trained twice, and no later epochs of the first attempt', () => {
  const { log } = sweepOf();
  for (const line of [...epochs(0.1, 0.2, 0.3), record(2, 0.25)]) log.add({ trial: '1-1', records: [line] });
  expect(log.of('1-1').records.map(({ validationAccuracy }) => validationAccuracy)).toEqual([0.1, 0.25]);
});

test('configurations are ranked by whether their trials finished, and then by the mean accuracy over seeds', () => {
  const { state, log } = sweepOf();
  done(state, '2-1', 0.5, 0.6, 0.7);
  done(state, '3-1', 0.5, 0.6, 0.72);
  done(state, '3-2', 0.5, 0.6, 0.76);
  state.take({ event: 'epoch', trial: '1-1', record: record(1, 0.9) });
  state.take({ event: 'ended', trial: '1-1', outcome: 'stopped', final: true });
  const [first, second, third] = rankConfigurations(plan, log);
  expect([first!.number, second!.number, third!.number]).toEqual([3, 2, 1]);
  expect(first).toMatchObject({ rank: 1, status: 'done', seeds: 2, seconds: 6 });
  expect(first!.validationAccuracy).toBeCloseTo(0.74);
  expect(first!.deviation).toBeCloseTo(0.0283, 4);
  // R's prop.test without correction computes this for 740 of 1000.
  expect(first!.interval!.lower).toBeCloseTo(0.712, 3);
  expect(third).toMatchObject({ status: 'stopped', validationAccuracy: 0.9 });
  expect(second!.deviation).toBeUndefined();
});

describe('the nodes of a cluster', () => {
  const node = (address: string, version: string, more = {}) => ({
    ...{
      address,
      cores: 2,
      own: false,
      versions: { 'mnist-lab': version, tfjs: '4.22.0', TensorFlow: '2.21.0' },
    },
    ...more,
  });

  test('are used with all their cores if they have the same versions', () => {
    expect(checkNodes([node('a', '1.0.0', { own: true }), node('b', '1.0.0')])).toBe(4);
  });

  test('are rejected if their versions differ, and the error shows both versions', () => {
    expect(() => checkNodes([node('a', '1.0.0', { own: true }), node('b', '0.9.0')])).toThrow(
      'b has mnist-lab 0.9.0, this machine 1.0.0.',
    );
  });

  test('are rejected if one of them cannot run trials, and the error states the reason', () => {
    expect(() =>
      checkNodes([
        node('a', '1.0.0', { own: true }),
        { address: 'b', cores: 1, own: false, problem: 'no Node' },
      ]),
    ).toThrow('b: no Node.');
  });
});

test('a full disk ends a sweep with an error that contains the command to resume', () => {
  expect(() => rethrowFullDisk("[Errno 28] No space left on device: 'x'", '/s')).toThrow(
    /the disk is full .*--resume \/s/,
  );
  expect(() => rethrowFullDisk('its process was ended by SIGKILL', '/s')).not.toThrow();
});
