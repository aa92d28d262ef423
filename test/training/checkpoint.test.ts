import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDigitModel, createRandom, type TrainOptions, train } from 'mnist-lab';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CheckpointError } from '../../lib/src/training/checkpoint.js';
import { stripes } from './stripes.js';

const data = stripes(100, 1);
const small = () => createDigitModel({ imageShape: [6, 6], hiddenUnits: [4], classCount: 3 });
const options: TrainOptions = { epochs: 3, batchSize: 32 };

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'mnist-lab-test-'));
  file = path.join(directory, 'training.checkpoint');
});
afterEach(() => rmSync(directory, { recursive: true }));

const resume = () => train(small(), data, { ...options, checkpoint: { directory, resume: true } });

describe('a damaged checkpoint', () => {
  it('is rejected if one byte is changed, or if bytes are added or removed', async () => {
    await resume();
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
      const error = await resume().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(CheckpointError);
      expect((error as Error).message).toMatch(
        /^Resuming training from ".*training\.checkpoint": .*\. Delete it to start again\.$/s,
      );
    }
  });

  it.skipIf(process.platform === 'win32')(
    'that is a named pipe instead of a file is rejected without waiting',
    async () => {
      execFileSync('mkfifo', [file]);
      await expect(resume()).rejects.toThrow(
        'it cannot be read (it is not a file). Make it readable, or delete it',
      );
    },
  );

  it.each([
    'null',
    '{}',
    '{"identity":{},"epochs":[],"compiled":true,"lengths":{}}',
    'mnist-lab checkpoint 0 1234',
  ])('is rejected if its first line is not that of a checkpoint: %s', async (line) => {
    writeFileSync(file, `${line}\n`);
    await expect(resume()).rejects.toThrow(/is not a checkpoint: .*\. Delete it to start again\.$/);
  });

  it.each<[string, (header: { epochs: object[]; lengths: object; identity: unknown }) => void]>([
    ['more epochs than the training run', ({ epochs }) => epochs.push({ ...epochs[0], epoch: 4 })],
    ['the same epoch twice', ({ epochs }) => epochs.push(epochs[0]!)],
    ['a metric that is not a number', ({ epochs }) => Object.assign(epochs[0]!, { loss: 'low' })],
    ['an unknown field in the record of an epoch', ({ epochs }) => Object.assign(epochs[0]!, { note: 1 })],
    ['a negative length', ({ lengths }) => Object.assign(lengths, { a: -1 })],
    ['an infinite length', ({ lengths }) => Object.assign(lengths, { a: 1e300 })],
    ['a number in place of the description of its run', (header) => Object.assign(header, { identity: 3 })],
  ])('is rejected if it contains %s, even if its checksum is valid', async (_name, change) => {
    await resume();
    const bytes = readFileSync(file);
    const start = bytes.indexOf('\n') + 1;
    const end = bytes.indexOf('\n', start);
    const header = JSON.parse(bytes.subarray(start, end).toString());
    change(header);
    const body = Buffer.concat([Buffer.from(JSON.stringify(header)), bytes.subarray(end)]);
    const mark = bytes.subarray(0, bytes.lastIndexOf(' ', start) + 1);
    const sum = createHash('sha256').update(body).digest('hex');
    writeFileSync(file, Buffer.concat([mark, Buffer.from(`${sum}\n`), body]));
    await expect(resume()).rejects.toThrow(CheckpointError);
  });
});
