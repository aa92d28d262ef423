import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createDigitModel, TrainingDivergedError, type TrainOptions, train } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { readWeights } from '../../../lib/src/training/weights.js';
import { temporaryFolder } from '../../temporary-folder.js';
import { stripes } from '../stripes.js';
import { readEvents } from './read-events.js';

const data = stripes(100, 1);
const validation = stripes(50, 2);
const small = () => createDigitModel({ imageShape: [6, 6], hiddenUnits: [4], classCount: 3 });
const trainSmall = (options: TrainOptions) => train(small(), data, { epochs: 3, batchSize: 32, ...options });

describe.each(['graph', 'layers'] as const)('logDirectory with the %s engine', (engine) => {
  it('contains the metrics of the history, so that TensorBoard shows training and validation in one chart', async () => {
    const logDirectory = path.join(temporaryFolder(), 'runs', 'first');
    const { epochs } = await trainSmall({ logDirectory, validation, engine });
    const curves = (run: string) => readEvents(path.join(logDirectory, run)).slice(2);
    expect(curves('train').map(({ step, scalars }) => ({ epoch: step, ...scalars }))).toEqual(
      epochs.map(({ epoch, loss, accuracy, learningRate }) => ({
        epoch,
        epoch_loss: Math.fround(loss),
        epoch_accuracy: Math.fround(accuracy),
        epoch_learning_rate: Math.fround(learningRate),
      })),
    );
    expect(curves('validation').map(({ scalars }) => scalars)).toEqual(
      epochs.map(({ validationLoss, validationAccuracy }) => ({
        epoch_loss: Math.fround(validationLoss!),
        epoch_accuracy: Math.fround(validationAccuracy!),
      })),
    );
  });
});

describe('logDirectory', () => {
  it('can be read during the training run', async () => {
    const logDirectory = temporaryFolder();
    const seen: number[] = [];
    const onEpochEnd = () => void seen.push(readEvents(path.join(logDirectory, 'train')).at(-1)!.step);
    await trainSmall({ logDirectory, onEpochEnd });
    expect(seen).toEqual([1, 2, 3]);
  });

  it('has no validation metrics without validation data', async () => {
    const logDirectory = temporaryFolder();
    await trainSmall({ logDirectory });
    expect(existsSync(path.join(logDirectory, 'validation'))).toBe(false);
  });

  it('marks the start of each run, so that TensorBoard drops the metrics of an earlier run in the same folder', async () => {
    const logDirectory = temporaryFolder();
    await trainSmall({ logDirectory });
    await trainSmall({ logDirectory, epochs: 2 });
    const events = readEvents(path.join(logDirectory, 'train'));
    // When a run starts at a step, TensorBoard drops earlier logs of this step and of later ones.
    expect(events.filter(({ sessionLog }) => sessionLog).map(({ step }) => step)).toEqual([1, 1]);
    expect(events.map(({ fileVersion }) => fileVersion).filter(Boolean)).toEqual([
      'brain.Event:2',
      'brain.Event:2',
    ]);
  });

  it('has all epochs of a run that was resumed from a checkpoint', async () => {
    const folder = temporaryFolder();
    const checkpoint = { directory: path.join(folder, 'state'), resume: true };
    await trainSmall({ checkpoint, epochs: 3 });
    const logDirectory = path.join(folder, 'log');
    await train(small(), data, { epochs: 3, batchSize: 32, checkpoint, logDirectory });
    expect(readEvents(path.join(logDirectory, 'train')).map(({ step }) => step)).toEqual([0, 1, 1, 2, 3]);
  });

  it('has events with the settings and the outcome of a run that diverges', async () => {
    const logDirectory = temporaryFolder();
    const diverging = trainSmall({ logDirectory, learningRate: 1e30, optimizer: 'sgd' });
    await expect(diverging).rejects.toThrow(TrainingDivergedError);
    const tags = readEvents(logDirectory).flatMap(
      ({ summary }) => summary?.value.map(({ tag }) => tag) ?? [],
    );
    expect(tags).toEqual(['_hparams_/session_start_info', '_hparams_/session_end_info']);
  });

  it('causes one warning if it cannot be written, and training continues', async () => {
    const logDirectory = temporaryFolder();
    const onEpochEnd = () => rmSync(path.join(logDirectory, 'train'), { recursive: true, force: true });
    const { epochs, warnings } = await trainSmall({ logDirectory, onEpochEnd });
    expect(epochs).toHaveLength(3);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/Writing event files: .*Training continues, but its log ends here/s);
  });

  it('is rejected before training if it is a file', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    const model = small();
    const before = model.getWeights()[0]!.dataSync().slice();
    const attempt = train(model, data, { logDirectory: file, epochs: 1 });
    await expect(attempt).rejects.toThrow(/Writing event files: expected to write .* but .*not a folder/);
    expect(model.getWeights()[0]!.dataSync()).toEqual(before);
  });

  it('does not change the weights, and a checkpoint can be resumed with or without it', async () => {
    const weights = async (options: TrainOptions) => {
      const model = small();
      await train(model, data, { batchSize: 32, validation, ...options });
      return readWeights(model);
    };
    const logDirectory = temporaryFolder();
    const whole = await weights({ epochs: 2 });
    expect(await weights({ epochs: 2, logDirectory })).toEqual(whole);
    for (const [first, second] of [
      [{ logDirectory }, {}],
      [{}, { logDirectory }],
    ]) {
      const checkpoint = { directory: temporaryFolder(), resume: true };
      await weights({ epochs: 1, checkpoint, ...first });
      expect(await weights({ epochs: 2, checkpoint, ...second })).toEqual(whole);
    }
  });
});
