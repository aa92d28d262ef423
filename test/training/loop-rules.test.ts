import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Sequential } from '@tensorflow/tfjs-node';
import { createDigitModel, evaluate, type History, type TrainOptions, tf, train } from 'mnist-lab';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TrainingDivergedError } from '../../lib/src/training/history.js';
import { readWeights } from '../../lib/src/training/weights.js';
import { trainGraph } from './engines.js';
import { stripes } from './stripes.js';

const data = stripes(128, 1);
const held = stripes(48, 2);
// Every sixth label is wrong, so that the loss rises again as the network becomes more certain.
const validation = {
  ...held,
  labels: held.labels.map((label, at) => (at % 6 === 0 ? (label + 1) % 3 : label)),
};
const small = () => createDigitModel({ imageShape: [6, 6], hiddenUnits: [16], classCount: 3, seed: 3 });

type Trains = (model: Sequential, options: TrainOptions) => Promise<History>;

const common = { batchSize: 64, learningRate: 0.01 } as const;
const engines: readonly (readonly [name: string, trains: Trains])[] = [
  // Slices of one step, so that an epoch of two steps can be interrupted.
  [
    'graph',
    (model, options) =>
      trainGraph(model, data, { ...common, ...options }, { compiled: false, sliceSteps: 1 }),
  ],
  ['layers', (model, options) => train(model, data, { ...common, ...options, engine: 'layers' })],
];

/** Weights after each epoch, as a callback sees them. */
function weightsOf(model: Sequential) {
  const seen: Float32Array[][] = [];
  return { seen, note: () => void seen.push(readWeights(model)) };
}

/**
 * Aborts in the middle of the epoch after the given one. It first waits, because progress is reported only at
 * intervals.
 */
function abortAfter(epoch: number) {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    onEpochEnd: async (record: { epoch: number }) => {
      if (record.epoch === epoch) await setTimeout(110);
    },
    onProgress: (now: { epoch: number }) => {
      if (now.epoch === epoch + 1) controller.abort();
    },
  };
}

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'mnist-lab-test-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe.each(engines)('a training run of the engine %s', (name, trains) => {
  it('without early stopping ends with the weights of the last epoch, even if an earlier epoch was better', async () => {
    const model = small();
    const { seen, note } = weightsOf(model);
    const history = await trains(model, { epochs: 12, learningRate: 0.2, validation, onEpochEnd: note });
    expect(history).toMatchObject({ engine: name, stoppedBy: 'epochs', warnings: [] });
    expect(history.bestEpoch).toBeLessThan(12);
    expect(readWeights(model)).toEqual(seen[11]);
  });

  it.each([
    ['validationLoss', validation, Math.min],
    ['validationAccuracy', validation, Math.max],
    ['loss', undefined, Math.min],
    ['accuracy', undefined, Math.max],
  ] as const)(
    'that stops early ends with the weights of the epoch with the best %s',
    async (monitor, held, best) => {
      const model = small();
      const { seen, note } = weightsOf(model);
      const history = await trains(model, {
        ...{ epochs: 60, learningRate: 0.3, validation: held, onEpochEnd: note },
        earlyStopping: { patience: 3, ...(monitor.endsWith('oss') ? {} : { monitor }) },
      });
      expect(history.stoppedBy).toBe('earlyStopping');
      expect(history.epochs).toHaveLength(history.bestEpoch + 3);
      const figures = history.epochs.map((record) => record[monitor]!);
      expect(figures[history.bestEpoch - 1]).toBe(best(...figures));
      expect(readWeights(model)).toEqual(seen[history.bestEpoch - 1]);
    },
  );

  it('with early stopping ends with the weights of the best epoch, even if it does not stop early', async () => {
    const model = small();
    const { seen, note } = weightsOf(model);
    const options = { epochs: 10, learningRate: 0.2, onEpochEnd: note, earlyStopping: { patience: 50 } };
    const history = await trains(model, options);
    expect(history.stoppedBy).toBe('epochs');
    expect(readWeights(model)).toEqual(seen[history.bestEpoch - 1]);
  });

  it('that is aborted between two epochs keeps the weights of the best epoch, if there is validation data', async () => {
    const model = small();
    const { seen, note } = weightsOf(model);
    const controller = new AbortController();
    const losses: number[] = [];
    const history = await trains(model, {
      ...{ epochs: 50, learningRate: 0.3, validation, signal: controller.signal },
      onEpochEnd: ({ validationLoss }) => {
        note();
        losses.push(validationLoss!);
        if (losses.length >= 3 && validationLoss !== Math.min(...losses)) controller.abort();
      },
    });
    expect(history).toMatchObject({ stoppedBy: 'aborted', epochs: { length: losses.length } });
    expect(history.bestEpoch).toBeLessThan(losses.length);
    expect(readWeights(model)).toEqual(seen[history.bestEpoch - 1]);
  });

  it('that is aborted within an epoch keeps the weights of the best epoch, if there is validation data', async () => {
    const model = small();
    const { seen, note } = weightsOf(model);
    const abort = abortAfter(4);
    const history = await trains(model, {
      ...{ epochs: 50, learningRate: 0.3, validation, ...abort },
      onEpochEnd: (record) => {
        note();
        return abort.onEpochEnd(record);
      },
    });
    expect(history).toMatchObject({ stoppedBy: 'aborted', epochs: { length: 4 } });
    expect(readWeights(model)).toEqual(seen[history.bestEpoch - 1]);
  });

  it('that is aborted without validation data keeps the most recent weights', async () => {
    const model = small();
    const { seen, note } = weightsOf(model);
    const abort = abortAfter(2);
    const history = await trains(model, {
      ...{ epochs: 50, ...abort },
      onEpochEnd: (record) => {
        note();
        return abort.onEpochEnd(record);
      },
    });
    expect(history).toMatchObject({ stoppedBy: 'aborted', epochs: { length: 2 } });
    expect(readWeights(model)).not.toEqual(seen[1]);
  });

  it('reports that it was aborted during its last epoch, but not if the abort signal comes after that epoch', async () => {
    const inTheLast = await trains(small(), { epochs: 3, ...abortAfter(2) });
    expect(inTheLast).toMatchObject({ stoppedBy: 'aborted', epochs: { length: 2 } });
    const controller = new AbortController();
    const afterTheLast = await trains(small(), {
      ...{ epochs: 2, signal: controller.signal },
      onEpochEnd: ({ epoch }) => {
        if (epoch === 2) controller.abort();
      },
    });
    expect(afterTheLast).toMatchObject({ stoppedBy: 'epochs', epochs: { length: 2 } });
  });

  it('that is aborted in the first epoch has no best epoch', async () => {
    const history = await trains(small(), { epochs: 5, validation, ...abortAfter(0) });
    expect(history).toMatchObject({ stoppedBy: 'aborted', epochs: [], bestEpoch: 0 });
  });

  it('that diverges keeps the last finite weights, or those of the best epoch with early stopping', async () => {
    for (const earlyStopping of [undefined, { patience: 30 }]) {
      const model = small();
      const { seen, note } = weightsOf(model);
      const learningRate = { kind: 'cosine', peak: 4e18, warmupEpochs: 18 } as const;
      const training = { epochs: 20, batchSize: data.count, learningRate, earlyStopping, onEpochEnd: note };
      const error = await trains(model, training).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(TrainingDivergedError);
      const { epochs, epoch, step } = error as TrainingDivergedError;
      expect([epoch, step]).toEqual([epochs.length + 1, epochs.length + 1]);
      const losses = epochs.map(({ loss }) => loss);
      const kept = earlyStopping ? losses.indexOf(Math.min(...losses)) : epochs.length - 1;
      expect(readWeights(model)).toEqual(seen[kept]);
    }
  });

  it('whose callback throws keeps the weights of the last complete epoch, and rethrows the error', async () => {
    const model = small();
    const { seen, note } = weightsOf(model);
    const tensors = tf.memory().numTensors;
    const onEpochEnd = ({ epoch }: { epoch: number }) => {
      note();
      if (epoch === 3) throw new Error('from the callback');
    };
    await expect(trains(model, { epochs: 9, onEpochEnd })).rejects.toThrow('from the callback');
    expect(readWeights(model)).toEqual(seen[2]);
    // Unreachable models of other tests may be freed meanwhile.
    expect(tf.memory().numTensors).toBeLessThanOrEqual(tensors);
  });

  it('reports the validation metrics that evaluate() returns', async () => {
    const model = small();
    const history = await trains(model, { epochs: 3, validation });
    const { loss, accuracy } = evaluate(model, validation);
    const { validationLoss, validationAccuracy } = history.epochs.at(-1)!;
    expect(validationAccuracy).toBe(accuracy);
    expect(validationLoss).toBeCloseTo(loss, 6);
  });

  it('reports the progress at the end of each epoch with the metrics of its record', async () => {
    const ends: unknown[] = [];
    const history = await trains(small(), {
      epochs: 3,
      onProgress: ({ epoch, step, steps, loss, accuracy }) => {
        if (step === steps) ends.push({ epoch, loss, accuracy });
      },
    });
    expect(ends).toEqual(history.epochs.map(({ epoch, loss, accuracy }) => ({ epoch, loss, accuracy })));
  });

  it.each(['adam', 'sgd', { kind: 'sgd', momentum: 0.9 }, 'rmsprop'] as const)(
    'that is resumed from a checkpoint ends with the weights of an uninterrupted run: %j',
    async (optimizer) => {
      const options: TrainOptions = { epochs: 4, optimizer, validation, earlyStopping: { patience: 5 } };
      const [whole, broken, resumed] = [small(), small(), small()];
      await trains(whole, options);
      const checkpoint = { directory, resume: true };
      const controller = new AbortController();
      const onEpochEnd = ({ epoch }: { epoch: number }) => {
        if (epoch === 2) controller.abort();
      };
      await trains(broken, { ...options, checkpoint, onEpochEnd, signal: controller.signal });
      const history = await trains(resumed, { ...options, checkpoint });
      expect(history.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
      expect(readWeights(resumed)).toEqual(readWeights(whole));
    },
  );

  it('continues with a warning each time a checkpoint cannot be written', async () => {
    const model = small();
    const warned: string[] = [];
    const history = await trains(model, {
      ...{ epochs: 3, checkpoint: { directory }, onWarning: (message) => void warned.push(message) },
      onEpochEnd: ({ epoch }) => {
        // A file in place of the folder makes writing impossible.
        if (epoch !== 1) return;
        rmSync(directory, { recursive: true });
        writeFileSync(directory, '');
      },
    });
    expect(history.epochs).toHaveLength(3);
    expect(history.warnings).toEqual(warned);
    expect(warned).toHaveLength(2);
    expect(warned[0]).toContain(`Writing a checkpoint: expected to write "${directory}`);
    expect(warned[0]).toContain('Training continues');
  });

  it('rejects, before training starts, a checkpoint folder that cannot be created', async () => {
    const file = path.join(directory, 'file');
    writeFileSync(file, '');
    let epochs = 0;
    const options = { epochs: 2, checkpoint: { directory: file }, onEpochEnd: () => void epochs++ };
    await expect(trains(small(), options)).rejects.toThrow(/Making a folder for checkpoints.*file/);
    expect(epochs).toBe(0);
  });

  it('warns if its final loss is worse than that of guessing', async () => {
    const history = await trains(small(), { epochs: 1, learningRate: 3000 });
    expect(history.warnings).toEqual([
      expect.stringMatching(/far above the loss of random guessing, 1\.10: training diverged/),
    ]);
  });
});

it('the graph engine rejects a checkpoint of the layers engine', async () => {
  const [, [, layers]] = engines as [unknown, (typeof engines)[number]];
  const checkpoint = { directory, resume: true };
  await layers(small(), { epochs: 1, checkpoint });
  await expect(train(small(), data, { ...common, epochs: 1, checkpoint })).rejects.toThrow(
    /it was written by engine 'layers' but engine 'graph' is used now/,
  );
});
