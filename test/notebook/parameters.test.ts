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

test('without the variable the defaults hold', () => {
  expect(withVariable('')()).toEqual(defaults);
});

test('the variable overrides what it names, and says so', () => {
  expect(withVariable('{"epochs": 1, "hiddenUnits": [32]}')()).toEqual({
    ...defaults,
    epochs: 1,
    hiddenUnits: [32],
  });
  expect(process.stdout.write).toHaveBeenCalledWith(
    'Set by MNIST_LAB_PARAMETERS: epochs = 1, hiddenUnits = [32]\n',
  );
});

test('an unknown name is refused with the known ones', () => {
  expect(withVariable('{"epoch": 1}')).toThrow(
    'names "epoch", which is no parameter of this notebook. Known: epochs, hiddenUnits, augment, dataset.',
  );
  expect(withVariable('{"toString": 1}')).toThrow(RangeError);
});

test('a value of another type is refused with both types', () => {
  expect(withVariable('{"epochs": "1"}')).toThrow(
    'expected "epochs" to be a value like its default, 20 (number), but found "1" (string)',
  );
  expect(withVariable('{"hiddenUnits": ["a"]}')).toThrow('array of strings');
  expect(withVariable('{"hiddenUnits": 3}')).toThrow(TypeError);
  expect(withVariable('{"augment": null}')).toThrow('(null)');
});

test('what is no JSON object is refused', () => {
  expect(withVariable('epochs=1')).toThrow(SyntaxError);
  expect(withVariable('[1]')).toThrow('a JSON object such as {"epochs": 1} but found [1]');
});
