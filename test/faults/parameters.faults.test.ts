import fc from 'fast-check';
import { createDenseClassifier, modelMetadata, setModelMetadata, tf } from 'mnist-lab';
import { expect, test } from 'vitest';
import { modelOptions } from '../../lib/src/models/model-options.js';
import { checkParameter, readParameters } from '../../lib/src/notebook/parameters.js';
import { prepareTraining } from '../../lib/src/training/train.js';
import type { TrainOptions } from '../../lib/src/training/train-options.js';
import { trainingOptions } from '../../lib/src/training/training-options.js';
import { stripes } from '../training/stripes.js';
import { damage, damaged } from './damage-bytes.js';
import { strange } from './damage-json.js';
import { faultCases } from './fault-cases.js';
import { tries } from './report/fault-kinds.js';
import { anything, optionsLike } from './strange-values.js';

const cases = faultCases(15_000);
const modelCases = faultCases(5_000);
const tried = (count: number) => ({ timeout: 1_800_000, ...tries('parameters', count) });
const small = { imageShape: [6, 6], hiddenUnits: [4], classCount: 3 } as const;

/** Accepts only errors about wrong values, whose message begins like this. */
function expectRefusal(error: unknown, begin: RegExp): void {
  if (!(error instanceof RangeError || error instanceof TypeError || error instanceof SyntaxError))
    throw error;
  if (!begin.test(error.message)) throw error;
}

test(
  `prepareTraining() rejects each of ${cases} random sets of options, or returns valid settings`,
  tried(cases),
  async () => {
    const model = createDenseClassifier(small);
    const data = stripes(40, 1);
    await fc.assert(
      fc.asyncProperty(optionsLike(trainingOptions), async (options) => {
        try {
          const { settings } = prepareTraining(model, data, options as TrainOptions);
          expect(settings.epochs).toBeGreaterThan(0);
          expect(settings.batchSize).toBeLessThanOrEqual(40);
        } catch (error) {
          expectRefusal(error, /^Training: .+\.$/s);
        }
      }),
      { numRuns: cases },
    );
  },
);

test(
  `createDenseClassifier() rejects each of ${modelCases} random sets of options, or creates a model`,
  tried(modelCases),
  () => {
    const before = tf.memory().numTensors;
    fc.assert(
      fc.property(optionsLike(modelOptions), (options) => {
        try {
          const model = createDenseClassifier({ ...small, ...options });
          expect(model.countParams()).toBeGreaterThan(0);
          model.dispose();
        } catch (error) {
          expectRefusal(error, /^(Creating a model|Creating model ".*"|Describing model ".*"): .+\.$/s);
        }
        expect(tf.memory().numTensors).toBe(before);
      }),
      { numRuns: modelCases },
    );
  },
);

test(
  `setModelMetadata() rejects or accepts each of ${cases} random sets of metadata, and leaves valid metadata`,
  tried(cases),
  () => {
    const model = createDenseClassifier(small);
    const fields = [
      ...Object.keys(modelMetadata(model)),
      'form',
      'oodDetector',
      'trainedWith',
      'test',
      'pets',
    ];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...fields), anything, { maxKeys: 2 }), (changes) => {
        try {
          setModelMetadata(model, changes);
        } catch (error) {
          expectRefusal(error, /^Describing model ".*": .+\.$/s);
        }
        const { classNames, imageShape, temperature } = modelMetadata(model);
        expect(classNames).toHaveLength(3);
        expect(imageShape[0] * imageShape[1]).toBe(36);
        expect(temperature).toBeGreaterThan(0);
      }),
      { numRuns: cases },
    );
  },
);

const defaults = {
  epochs: 20,
  hiddenUnits: [512, 256],
  names: [],
  optimizer: 'adam',
  mixup: 0.2,
  isQuick: false,
};

test(
  `readParameters() and checkParameter() reject each of ${cases} random sets of values, or accept values of the defaults’ types`,
  tried(cases),
  () => {
    const whole = Buffer.from(JSON.stringify(defaults));
    const texts = fc.oneof(
      fc
        .array(damage, { minLength: 1, maxLength: 3 })
        .map((damages) => damages.reduce(damaged, whole).toString()),
      fc
        .dictionary(fc.constantFrom(...Object.keys(defaults), 'epocs'), strange)
        .map((values) => JSON.stringify(values)),
      fc.json(),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          for (const [name, value] of Object.entries(readParameters(text))) {
            checkParameter(name, value, defaults);
            expect(typeof value).toBe(typeof defaults[name as keyof typeof defaults]);
          }
        } catch (error) {
          expectRefusal(error, /MNIST_LAB_PARAMETERS/);
        }
      }),
      { numRuns: cases },
    );
  },
);
