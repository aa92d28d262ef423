import { writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { CommandError, exitCode } from '../../lib/src/cli/exit-code.js';
import { trainFlags } from '../../lib/src/cli/flags.js';
import { trainValues } from '../../lib/src/cli/train-values.js';
import { resolveTrainOptions } from '../../lib/src/training/train-options.js';
import { temporaryFolder } from '../temporary-folder.js';
import { damage, damaged } from './damage-bytes.js';
import { strange } from './damage-json.js';
import { faultCases } from './fault-cases.js';
import { tries } from './report/fault-kinds.js';

const cases = faultCases(10_000);
const tried = { timeout: 1_800_000, ...tries('configurations', cases) };

let file: string;
beforeEach(() => {
  file = path.join(temporaryFolder(), 'train.json');
});

/** Reads the file. It must either be usable or be rejected with a short error that names the file or an option. */
async function readOrRefuse(): Promise<void> {
  try {
    const { training } = await trainValues({}, file);
    expect(resolveTrainOptions({ ...training, validation: undefined }).epochs).toBeGreaterThan(0);
  } catch (error) {
    if (error instanceof RangeError && /^Training: expected earlyStopping\.monitor/.test(error.message))
      return;
    if (!(error instanceof CommandError)) throw error;
    expect([exitCode.usage, exitCode.input]).toContain(error.exitCode);
    expect(error.message).toMatch(/ needs (a )?--|train\.json/);
    expect(error.message.length).toBeLessThan(3000);
  }
}

const config = {
  ...{
    epochs: 5,
    batchSize: 64,
    learningRate: 0.01,
    schedule: 'cosine',
    optimizer: 'adamw',
    weightDecay: 0.1,
  },
  ...{ hiddenUnits: [32, 16], dropoutRate: 0.2, shiftPixels: 2, patience: 3, seed: 7, recipe: 'digit' },
};

test(
  `mnist-lab train reads valid options from each of ${cases} damaged configuration files, or rejects it with a short error`,
  tried,
  async () => {
    const whole = Buffer.from(JSON.stringify(config));
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
        writeFileSync(file, damages.reduce(damaged, whole));
        await readOrRefuse();
      }),
      { numRuns: cases },
    );
  },
);

test(
  `mnist-lab train reads valid options from each of ${cases} configuration files with random values, or rejects it with a short error`,
  tried,
  async () => {
    const names = fc.constantFrom(...trainFlags.map(({ name }) => name), 'epocs', '__proto__', 'constructor');
    const sensible = fc.constantFrom<unknown>(
      1,
      0.5,
      0,
      true,
      false,
      'sgd',
      'cosine',
      'digit',
      'fashion',
      'loss',
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(names, fc.oneof(sensible, strange), { maxKeys: 5 }), async (values) => {
        writeFileSync(file, JSON.stringify(values));
        await readOrRefuse();
      }),
      { numRuns: cases },
    );
  },
);
