import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { createDenseClassifier, type History, type TrainOptions, tf, train } from 'mnist-lab';
import { expect, test } from 'vitest';
import { CheckpointError } from '../../lib/src/training/checkpoint.js';
import { readWeights } from '../../lib/src/training/weights.js';
import { temporaryFolder } from '../temporary-folder.js';
import { stripes } from '../training/stripes.js';
import { damage, damaged } from './damage-bytes.js';
import { placesIn, put, strange } from './damage-json.js';
import { faultCases } from './fault-cases.js';
import { tries } from './report/fault-kinds.js';

const damagedCases = faultCases(15_000);
const strangeCases = faultCases(3_000);
const tried = (cases: number) => ({ timeout: 1_800_000, ...tries('checkpoints', cases) });

const data = stripes(40, 1);
const options: TrainOptions = {
  epochs: 2,
  batchSize: 20,
  validation: stripes(20, 2),
  earlyStopping: { patience: 5 },
};
const make = () => createDenseClassifier({ imageShape: [6, 6], hiddenUnits: [4], classCount: 3 });

interface Kept {
  readonly file: string;
  readonly whole: Buffer;
  readonly weights: readonly Float32Array[];
  /**
   * Resumes from the checkpoint file, and checks the result. If the file is rejected, the error must be a documented
   * one.
   */
  goOn(check: (history: History, weights: readonly Float32Array[]) => void): Promise<void>;
}

/** A finished training run with its checkpoint. */
async function trained(engine: 'graph' | 'layers'): Promise<Kept> {
  const directory = temporaryFolder();
  const model = make();
  const all = { ...options, engine, checkpoint: { directory, resume: true } } as const;
  await train(model, data, all);
  const file = path.join(directory, 'training.checkpoint');
  const goOn: Kept['goOn'] = async (check) => {
    const other = make();
    const before = tf.memory().numTensors;
    try {
      check(await train(other, data, all), readWeights(other));
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error;
      expect(error.message.startsWith(`Resuming training from "${file}": `)).toBe(true);
      expect(error.message).toMatch(/ (Delete it|Use the same|Set engine|Make it readable).*\.$/s);
    }
    // Unreachable models of earlier cases may have been freed meanwhile.
    expect(tf.memory().numTensors).toBeLessThanOrEqual(before);
    other.dispose();
  };
  const weights = readWeights(model);
  model.dispose();
  return { file, whole: readFileSync(file), weights, goOn };
}

test(
  `train() rejects each of ${damagedCases} damaged checkpoints, or resumes from it with the same weights`,
  tried(damagedCases),
  async () => {
    const { file, whole, weights, goOn } = await trained('graph');
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
        writeFileSync(file, damages.reduce(damaged, whole));
        await goOn((_, found) => expect(found).toEqual(weights));
      }),
      { numRuns: damagedCases },
    );
  },
);

/** A checkpoint with another header and a valid checksum. */
function withHeader(whole: Buffer, change: (header: object) => void): Buffer {
  const start = whole.indexOf('\n') + 1;
  const end = whole.indexOf('\n', start);
  const header = JSON.parse(whole.subarray(start, end).toString());
  change(header);
  const body = Buffer.concat([Buffer.from(JSON.stringify(header)), whole.subarray(end)]);
  const mark = whole.subarray(0, whole.lastIndexOf(' ', start)).toString();
  return Buffer.concat([Buffer.from(`${mark} ${createHash('sha256').update(body).digest('hex')}\n`), body]);
}

test.each(['graph', 'layers'] as const)(
  `train() rejects each of ${strangeCases} checkpoints of the engine %s with random values and valid checksums, or resumes from it`,
  tried(strangeCases),
  async (engine) => {
    const { file, whole, goOn } = await trained(engine);
    let places: (readonly string[])[] = [];
    withHeader(whole, (header) => {
      places = placesIn(header);
    });
    const change = fc.tuple(fc.constantFrom(...places), fc.oneof(strange, fc.constant(undefined)));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 2 }), async (changes) => {
        const changed = withHeader(whole, (header) => {
          for (const [way, value] of changes) put(header, way, value);
        });
        writeFileSync(file, changed);
        await goOn(({ epochs }, weights) => {
          expect(epochs).toHaveLength(2);
          expect(epochs.every(({ loss, accuracy }) => loss >= 0 && accuracy >= 0 && accuracy <= 1)).toBe(
            true,
          );
          expect(weights.every((values) => values.every(Number.isFinite))).toBe(true);
        });
      }),
      { numRuns: strangeCases },
    );
  },
);

test('train() rejects a checkpoint whose best weights have other lengths, even if its checksum is valid', async () => {
  const { file, whole, goOn } = await trained('graph');
  const swapped = withHeader(whole, (header) => {
    const { lengths } = header as { lengths: Record<string, number> };
    [lengths.best_0, lengths.best_1] = [lengths.best_1!, lengths.best_0!];
  });
  writeFileSync(file, swapped);
  let wentOn = false;
  await goOn(() => {
    wentOn = true;
  });
  expect(wentOn).toBe(false);
});
