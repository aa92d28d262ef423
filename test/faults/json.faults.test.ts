import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { datasetLocation, loadModel } from 'mnist-lab';
import { expect, test } from 'vitest';
import { runSweep } from '../../lib/src/cli/commands/sweep-run.js';
import { trainValues } from '../../lib/src/cli/train-values.js';
import { readClassNames } from '../../lib/src/datasets/own/class-names.js';
import { recipesByName } from '../../lib/src/lessons/find-lesson.js';
import { checkParameter, readParameters } from '../../lib/src/notebook/parameters.js';
import { packageVersion } from '../../lib/src/setup/package.js';
import { readPlan } from '../../lib/src/sweeps/sweep-folder.js';
import { temporaryFolder } from '../temporary-folder.js';
import { faultCases } from './fault-cases.js';
import { generatedJson } from './generated-json.js';
import { tries } from './report/fault-kinds.js';

const cases = faultCases(2_000);
const [recipe] = Object.keys(recipesByName);

/** A reader of a file: its name in the test, the file's name, valid content, and the function that reads it. */
const readers: readonly [
  name: string,
  file: string,
  example: object,
  read: (file: string, text: string) => unknown,
][] = [
  [
    'training configurations',
    'train.json',
    { epochs: 5, learningRate: 0.01, hiddenUnits: [32, 16], optimizer: 'adamw', recipe },
    (file) => trainValues({}, file),
  ],
  [
    'search spaces',
    'space.json',
    {
      recipe,
      learningRate: { logUniform: [0.001, 0.01] },
      hiddenUnits: { choice: [[32], [64, 32]] },
      epochs: { integer: [1, 3] },
      batchSize: 64,
    },
    // Without a dataset, the command ends before any trial starts.
    (file) => runSweep([file], {} as never, {} as never),
  ],
  [
    'sweep plans',
    'sweep.json',
    { identity: 'a', version: '0.1.0', dataset: 'mnist', space: { epochs: 5 }, trials: 3, seeds: 1, seed: 7 },
    (file) => readPlan(path.dirname(file)),
  ],
  [
    'models',
    'model.json',
    {
      format: 'layers-model',
      modelTopology: {
        model_config: {
          class_name: 'Sequential',
          config: { name: 'a', layers: [{ class_name: 'Dense', config: { units: 1, name: 'b' } }] },
        },
      },
      weightsManifest: [{ paths: [], weights: [] }],
      userDefinedMetadata: { name: 'a', classNames: ['x'] },
    },
    (file) => loadModel(path.dirname(file)),
  ],
  [
    'parameters of notebooks',
    'MNIST_LAB_PARAMETERS',
    { epochs: 1, units: [32, 16], name: 'a' },
    (_, text) => {
      for (const [name, value] of Object.entries(readParameters(text)))
        checkParameter(name, value, { epochs: 5, units: [1], name: 'b' });
    },
  ],
  [
    'class names',
    'classes.json',
    ['cat', 'dog', 'owl'],
    (file) => readClassNames(path.dirname(file), ['classes.json']),
  ],
  [
    'package manifests',
    'package.json',
    { name: 'a', version: '1.0.0', dependencies: { b: '1' } },
    (file) => packageVersion(path.dirname(file)),
  ],
  [
    'project manifests',
    'project/package.json',
    { name: 'mnist-lab-lessons', dependencies: { b: '1' } },
    () => {
      // Folders above a script may contain any package.json. It only decides where downloads are cached.
      const { cache } = datasetLocation('mnist');
      expect(path.basename(cache)).toBe('mnist');
    },
  ],
];

test.each(readers)(
  `the reader of %s reads each of ${cases} generated JSON files, or rejects it with a short, documented error`,
  { timeout: 1_800_000, ...tries('json', cases) },
  async (_, name, example, read) => {
    const file = path.join(temporaryFolder(), name);
    mkdirSync(path.dirname(file), { recursive: true });
    const home = process.cwd();
    process.chdir(path.dirname(file));
    try {
      await fc.assert(
        fc.asyncProperty(generatedJson(example), async (text) => {
          writeFileSync(file, text);
          const begun = performance.now();
          try {
            await read(file, text);
          } catch (error) {
            expectRefusal(error, path.basename(file));
          }
          expect(performance.now() - begun).toBeLessThan(10_000);
          expect(({} as { a?: unknown }).a).toBeUndefined();
        }),
        { numRuns: cases },
      );
    } finally {
      process.chdir(home);
    }
  },
);

function expectRefusal(error: unknown, name: string): void {
  expect(error).toBeInstanceOf(Error);
  const { message } = error as Error;
  expect(message).not.toMatch(/call stack/i);
  // tfjs may report why a model cannot be built, between the model's name and the remedy.
  if (!message.startsWith('Loading a model from "'))
    expect(message).not.toMatch(/primitive value|undefined \(reading|is not (a function|iterable)|as it is/i);
  expect(message).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  expect(message).toMatch(
    new RegExp(`${name.replaceAll('.', '\\.')}| needs (a )?--|--dataset|^Loading a model from "`),
  );
  expect(message.length).toBeLessThan(3000);
}
