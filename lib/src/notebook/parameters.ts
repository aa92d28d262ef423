import {
  checkParameter,
  type ParameterValue,
  parametersVariable,
  readParameters,
} from './parameter-values.js';

/**
 * The parameters of a notebook: the defaults written in it, overridden by the JSON object in the environment
 * variable `MNIST_LAB_PARAMETERS`, so that a run can be made shorter without editing the notebook. Whatever is
 * overridden is said in one line on standard output.
 *
 * @param defaults Name and default of every parameter. An override has the type of the default.
 * @throws {SyntaxError} if the variable holds no JSON object.
 * @throws {RangeError} if it names a parameter the notebook does not have.
 * @throws {TypeError} if a value has another type than the default.
 * @example
 * const parameters = notebookParameters({ epochs: 20, hiddenUnits: [512, 256], seed: 42 });
 * // MNIST_LAB_PARAMETERS='{"epochs": 1}' npm start
 */
export function notebookParameters<Parameters extends Record<string, ParameterValue>>(
  defaults: Parameters,
): Parameters {
  const overrides = readParameters(process.env[parametersVariable]);
  for (const [name, value] of Object.entries(overrides)) checkParameter(name, value, defaults);
  const said = Object.entries(overrides).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  if (said.length > 0) process.stdout.write(`Set by ${parametersVariable}: ${said.join(', ')}\n`);
  return { ...defaults, ...overrides };
}
