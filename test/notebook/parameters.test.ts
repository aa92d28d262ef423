import { notebookParameters } from 'mnist-lab/notebook';
import { afterEach, expect, test, vi } from 'vitest';

const defaults = { epochs: 20, hiddenUnits: [512, 256], augment: true, dataset: 'mnist' };

const withVariable = (text: string) => {
  vi.stubEnv('MNIST_LAB_PARAMETERS', text);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  return () => notebookParameters(defaults);
};

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test('notebook parameters have their defaults if MNIST_LAB_PARAMETERS is not set', () => {
  expect(withVariable('')()).toEqual(defaults);
});

test('MNIST_LAB_PARAMETERS overrides the parameters that it names, and a message lists them', () => {
  expect(withVariable('{"epochs": 1, "hiddenUnits": [32]}')()).toEqual({
    ...defaults,
    epochs: 1,
    hiddenUnits: [32],
  });
  expect(process.stdout.write).toHaveBeenCalledWith(
    'Set by MNIST_LAB_PARAMETERS: epochs = 1, hiddenUnits = [32]\n',
  );
});

test('an unknown name in MNIST_LAB_PARAMETERS is rejected with a list of the known parameters', () => {
  expect(withVariable('{"epoch": 1}')).toThrow(
    'names "epoch", which is not a parameter of this notebook. Known: epochs, hiddenUnits, augment, dataset.',
  );
  expect(withVariable('{"toString": 1}')).toThrow(RangeError);
});

test('a value in MNIST_LAB_PARAMETERS of another type than the default is rejected with both types', () => {
  expect(withVariable('{"epochs": "1"}')).toThrow(
    'expected "epochs" to be a value like its default, 20 (number), but found "1" (string)',
  );
  expect(withVariable('{"hiddenUnits": ["a"]}')).toThrow('array of strings');
  expect(withVariable('{"hiddenUnits": 3}')).toThrow(TypeError);
  expect(withVariable('{"augment": null}')).toThrow('(null)');
});

test('MNIST_LAB_PARAMETERS is rejected if it is not a JSON object', () => {
  expect(withVariable('epochs=1')).toThrow(SyntaxError);
  expect(withVariable('[1]')).toThrow('a JSON object such as {"epochs": 1} but found [1]');
});
