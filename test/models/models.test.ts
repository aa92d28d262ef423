import {
  createDenseClassifier,
  createDigitModel,
  createFashionModel,
  createRandom,
  modelMetadata,
  predictProbabilities,
  setModelMetadata,
  tf,
} from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { javascriptNetwork } from '../../lib/src/models/javascript-network.js';
import { batchShape, predictWithTensorflow } from '../../lib/src/models/predict-with-tensorflow.js';

const random = createRandom(1);
const images = Uint8Array.from({ length: 20 * 784 }, () => random.integer(256));

describe('createDigitModel()', () => {
  it('returns a network with 784 → 128 → 64 → 10 units and a softmax', () => {
    const model = createDigitModel();
    expect(model.countParams()).toBe(784 * 128 + 128 + 128 * 64 + 64 + 64 * 10 + 10);
    expect(model.layers.map((layer) => layer.getClassName())).toEqual(['Dense', 'Dense', 'Dense']);
    expect(model.layers[2]!.getConfig().activation).toBe('softmax');
  });

  it('initialises the same weights for the same seed, and other weights for another seed', () => {
    const weights = (seed: number) => createDigitModel({ seed }).getWeights()[0]!.dataSync();
    expect(weights(5)).toEqual(weights(5));
    expect(weights(5)).not.toEqual(weights(6));
  });

  it('rejects an unknown option, a size of 0, a dropout rate of 1 and a standard deviation of 0', () => {
    expect(() => createDigitModel({ units: [3] } as object)).toThrow(/unknown option "units"/);
    expect(() => createDigitModel({ hiddenUnits: [0] })).toThrow(/greater than 0 but found \[0\]/);
    expect(() => createDigitModel({ dropoutRate: 1 })).toThrow(/less than 1 but found 1/);
    expect(() => createDigitModel({ inputScaling: { mean: 0, standardDeviation: 0 } })).toThrow(
      /deviation 0/,
    );
  });
});

describe('createFashionModel()', () => {
  it('returns a network with dropout and the class names of Fashion-MNIST', () => {
    const model = createFashionModel();
    expect(model.layers.filter((layer) => layer.getClassName() === 'Dropout')).toHaveLength(2);
    expect(modelMetadata(model).classNames[9]).toBe('Ankle boot');
  });
});

describe('predictProbabilities()', () => {
  it('returns the outputs of the model for scaled images', () => {
    const model = createDigitModel({ inputScaling: { mean: 0.1, standardDeviation: 0.5 } });
    // TensorFlow scales in single precision.
    const [factor, offset] = [Math.fround(1 / (255 * 0.5)), Math.fround(0.1 / 0.5)];
    const scaled = Float32Array.from(images, (pixel) => Math.fround(pixel * factor) - offset);
    const inputs = tf.tensor2d(scaled, [20, 784]);
    const wanted = (model.predict(inputs) as typeof inputs).dataSync();
    expect(predictWithTensorflow(model, images, batchShape(model, images))).toEqual(wanted);
    predictProbabilities(model, images).forEach((probability, index) => {
      expect(probability).toBeCloseTo(wanted[index]!, 6);
    });
  });

  it('divides the logits by the temperature', () => {
    const model = createDigitModel({ hiddenUnits: [] });
    const before = predictProbabilities(model, images);
    setModelMetadata(model, { temperature: 2 });
    const after = predictProbabilities(model, images);
    const logits = Array.from(before.subarray(0, 10), (probability) => Math.log(probability) / 2);
    const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
    logits.forEach((logit, index) => {
      expect(after[index]).toBeCloseTo(Math.exp(logit) / sum, 6);
    });
  });

  it('accepts a model that begins with a Flatten layer, and more images than one batch', () => {
    const model = tf.sequential();
    model.add(tf.layers.flatten({ inputShape: [2, 3] }));
    model.add(tf.layers.dense({ units: 4, activation: 'softmax' }));
    expect(modelMetadata(model).imageShape).toEqual([2, 3]);
    const probabilities = predictProbabilities(model, images.subarray(0, 2500 * 6));
    expect(probabilities).toHaveLength(2500 * 4);
    const last = probabilities.slice(-4);
    const alone = predictProbabilities(model, images.subarray(2499 * 6, 2500 * 6));
    last.forEach((probability, index) => {
      expect(probability).toBeCloseTo(alone[index]!, 6);
    });
    expect(last.reduce((sum, value) => sum + value)).toBeCloseTo(1, 5);
  });

  it('leaks no tensor', () => {
    const model = createDenseClassifier({ hiddenUnits: [8], batchNormalization: true });
    predictProbabilities(model, images);
    const before = tf.memory().numTensors;
    predictProbabilities(model, images);
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    ['in JavaScript', () => tf.layers.flatten({ inputShape: [2, 3] })],
    ['in TensorFlow', () => tf.layers.thresholdedReLU({ inputShape: [6], theta: 0 })],
  ])('rejects outputs that are not probabilities, computed %s', (where, layer) => {
    const model = tf.sequential({ layers: [layer()] });
    expect(javascriptNetwork(model) !== undefined).toBe(where === 'in JavaScript');
    expect(predictProbabilities(model, Uint8Array.of(255, 0, 0, 0, 0, 0))[0]).toBe(1);
    setModelMetadata(model, { name: 'open', inputScaling: { mean: 0, standardDeviation: 0.5 } });
    expect(() => predictProbabilities(model, images.subarray(0, 60))).toThrow(
      /^Predicting with model "open": expected its last layer to return probabilities but found 1\.\d+\./,
    );
  });

  it('rejects a number of pixels that is not a multiple of the image size', () => {
    expect(() => predictProbabilities(createDigitModel(), images.subarray(1))).toThrow(
      /28 × 28 pixels, 784 numbers/,
    );
  });
});

describe('the metadata of a model', () => {
  it('is rejected if class names or image shape do not match the model, or if the temperature is 0', () => {
    const model = createDigitModel();
    expect(() => setModelMetadata(model, { classNames: ['a'] })).toThrow(/expected 10 class names/);
    expect(() => setModelMetadata(model, { imageShape: [28, 27] })).toThrow(/784 pixels/);
    expect(() => setModelMetadata(model, { temperature: 0 })).toThrow(
      /temperature greater than 0 but found 0/,
    );
  });

  it.each([
    [{ imageShape: [-28, -28] }, /two whole numbers greater than 0, rows and columns, but found \[-28,-28\]/],
    [{ imageShape: [1.6, 490] }, /found \[1\.6,490\]/],
    [{ imageShape: [784] }, /found \[784\]/],
    [{ classNames: 'abcdefghij' }, /classNames to be a list of 10 names but found "abcdefghij"/],
    [{ classNames: [1, 2, 3, 4, 5, 6, 7, 8, 9, 0] }, /list of 10 names/],
    [{ inputScaling: { mean: Number.NaN, standardDeviation: 1 } }, /mean NaN and standard deviation 1/],
    [{ inputScaling: null }, /mean nothing/],
    [{ temperature: '2' }, /temperature greater than 0 but found "2"/],
    [{ test: { accuracy: 98, loss: 0.1 } }, /accuracy of 0 to 1/],
    [{ trainedWith: [] }, /trainedWith to be an object/],
    [{ versions: { node: 20 } }, /versions to be an object of texts/],
    [{ name: '' }, /a name but found ""/],
    [{ classes: ['a'] }, /unknown field "classes"\. Known: name, classNames,/],
  ])('is not changed by the invalid metadata %o, which setModelMetadata() rejects', (changes, message) => {
    const model = createDigitModel();
    const before = modelMetadata(model);
    expect(() => setModelMetadata(model, changes as object)).toThrow(message);
    expect(modelMetadata(model)).toEqual(before);
  });

  it('cannot be read if the model has no layers', () => {
    expect(() => modelMetadata(tf.sequential())).toThrow(/expected a model with layers but found none/);
  });
});

describe('createDenseClassifier()', () => {
  it('rejects, before it allocates memory, a network that is too large', () => {
    expect(() => createDenseClassifier({ hiddenUnits: [30_000, 30_000] })).toThrow(
      /^Creating model "classifier": expected at most [\d,]+ weights but found 923,880,010 in 784 → 30000 → 30000 → 10\. Take fewer hidden units/,
    );
    expect(() => createDenseClassifier({ hiddenUnits: [1e9] })).toThrow(/found 795,000,000,010 in/);
    expect(() => createDenseClassifier({ classCount: 1e12 })).toThrow(/fewer classes/);
  });
});
