import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDigitModel, createRandom, type TrainOptions, train } from 'mnist-lab';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CheckpointError } from '../../lib/src/training/checkpoint-file.js';
import { readWeights } from '../../lib/src/training/weights.js';
import { stripes } from './stripes.js';

interface Kept {
  readonly name: string;
  readonly checkpoint: string;
  /** After all epochs. */
  readonly weights: readonly (readonly number[])[];
}

const data = stripes(100, 1);
const small = () => createDigitModel({ imageShape: [6, 6], hiddenUnits: [4], classCount: 3 });
const kept: readonly Kept[] = JSON.parse(
  readFileSync(path.join(__dirname, 'fixtures', 'checkpoints-0.1.json'), 'utf8'),
);
const trainings: Readonly<Record<string, TrainOptions>> = {
  adam: { epochs: 4, batchSize: 32, validation: stripes(50, 2), earlyStopping: { patience: 3 } },
  'adamw with everything': {
    ...{ epochs: 4, batchSize: 32, weightAveraging: 0.9, gradientClipNorm: 2, labelSmoothing: 0.1 },
    optimizer: { kind: 'adamw', weightDecay: 0.05 },
    learningRate: { kind: 'oneCycle', peak: 0.01 },
    augmentation: { shiftPixels: 1, horizontalFlip: true, mixup: 0.2 },
  },
};

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'mnist-lab-test-'));
  file = path.join(directory, 'training.checkpoint');
});
afterEach(() => rmSync(directory, { recursive: true }));

const resume = (options: TrainOptions, model = small()) =>
  train(model, data, { ...options, checkpoint: { directory, resume: true } });

describe.each(kept)('a checkpoint that mnist-lab 0.1 wrote: $name', ({ name, checkpoint, weights }) => {
  it('is gone on with, to the weights that 0.1 came to', async () => {
    writeFileSync(file, Buffer.from(checkpoint, 'base64'));
    const model = small();
    const history = await resume(trainings[name]!, model);
    expect(history.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    readWeights(model).forEach((values, place) => {
      // Another processor rounds differently.
      values.forEach((value, index) => {
        expect(value).toBeCloseTo(weights[place]![index]!, 4);
      });
    });
  });

  it('is refused for a training with other options', async () => {
    writeFileSync(file, Buffer.from(checkpoint, 'base64'));
    const { optimizer, ...others } = trainings[name]!;
    const other = optimizer === undefined ? { ...others, optimizer: 'sgd' as const } : others;
    await expect(resume(other)).rejects.toThrow(/another training: optimizer was .* and is now/);
  });
});

describe('a damaged checkpoint', () => {
  const options: TrainOptions = { epochs: 3, batchSize: 32 };

  it('is refused whichever of its bytes was changed, added or lost', async () => {
    await resume(options);
    const bytes = readFileSync(file);
    const random = createRandom(5);
    const body = bytes.indexOf('\n') + 1;
    const places = [...Array(body).keys(), ...Array.from({ length: 60 }, () => random.integer(bytes.length))];
    const damaged = [
      ...places.map((place) => {
        const changed = Buffer.from(bytes);
        changed[place]! ^= 1 + random.integer(255);
        return changed;
      }),
      bytes.subarray(0, bytes.length - 4),
      bytes.subarray(0, 1),
      Buffer.alloc(0),
      Buffer.concat([bytes, Buffer.alloc(4)]),
    ];
    for (const changed of damaged) {
      writeFileSync(file, changed);
      const error = await resume(options).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(CheckpointError);
      expect((error as Error).message).toMatch(
        /^Resuming the training from ".*training\.checkpoint": .*\. Delete it to start anew\.$/s,
      );
    }
  });

  it.skipIf(process.platform === 'win32')('that is a pipe keeps nobody waiting', async () => {
    execFileSync('mkfifo', [file]);
    await expect(resume(options)).rejects.toThrow(
      'it cannot be read (it is no file). Make it readable, or delete it',
    );
  });

  it.each([
    'null',
    '{}',
    '[]',
    '3',
    '{"identity":{},"epochs":[],"compiled":true,"lengths":{}}',
    '{"identity":3}',
    '{"identity":{"optimizer":"{"},"lengths":{"a":-1}}',
    '{"identity":{"epochs":"3"},"epochs":[{"epoch":1}],"compiled":false,"lengths":{"a":1e300}}',
  ])('of the time before sums is refused with a sentence: %s', async (header) => {
    writeFileSync(file, `${header}\n`);
    await expect(resume(options)).rejects.toThrow(CheckpointError);
  });

  it.each([
    [
      'more epochs than the training has',
      (epochs: object[]) =>
        epochs.push({ ...epochs[0], epoch: 3 }, { ...epochs[0], epoch: 4 }, { ...epochs[0], epoch: 5 }),
    ],
    ['an epoch twice', (epochs: object[]) => epochs.push(epochs[0]!)],
    ['a figure that is none', (epochs: object[]) => Object.assign(epochs[0]!, { loss: 'low' })],
    ['a field that is none', (epochs: object[]) => Object.assign(epochs[0]!, { note: 1 })],
  ])('of that time is refused with %s', async (_name, change) => {
    const bytes = Buffer.from(kept[0]!.checkpoint, 'base64');
    const end = bytes.indexOf('\n');
    const header = JSON.parse(bytes.subarray(0, end).toString());
    change(header.epochs);
    writeFileSync(file, Buffer.concat([Buffer.from(JSON.stringify(header)), bytes.subarray(end)]));
    await expect(resume(trainings.adam!)).rejects.toThrow(CheckpointError);
  });
});
