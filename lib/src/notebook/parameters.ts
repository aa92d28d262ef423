import { isRecord, parseJson } from '../files/read-json.js';
import { showValue } from '../text/escape.js';

/** Allowed values of a notebook's parameters. */
export type ParameterValue = number | string | boolean | readonly number[] | readonly string[];

export const parametersVariable = 'MNIST_LAB_PARAMETERS';

/**
 * @throws {SyntaxError} if the environment variable is not a JSON object.
 * @throws {RangeError} if it exceeds the limits of `parseJson`.
 */
export function readParameters(text: string | undefined): Readonly<Record<string, unknown>> {
  if (!text?.trim()) return {};
  const value = parseJson(text, parametersVariable);
  if (!isRecord(value)) {
    throw new SyntaxError(
      `Expected ${parametersVariable} to be a JSON object such as {"epochs": 1} but found ${showValue(value)}.`,
    );
  }
  return value;
}

/**
 * @throws {RangeError} if the notebook has no parameter with this name.
 * @throws {TypeError} if the value has another type than the default.
 */
export function checkParameter(
  name: string,
  value: unknown,
  defaults: Readonly<Record<string, ParameterValue>>,
): void {
  if (!Object.hasOwn(defaults, name)) {
    const known = Object.keys(defaults).join(', ');
    throw new RangeError(
      `${parametersVariable} names ${showValue(name)}, which is not a parameter of this notebook. Known: ${known}.`,
    );
  }
  const standard = defaults[name]!;
  const wanted = kindOf(standard);
  if (kindOf(value) !== wanted && !(wanted === 'empty array' && Array.isArray(value))) {
    throw new TypeError(
      `Reading ${parametersVariable}: expected ${showValue(name)} to be a value like its default, ` +
        `${JSON.stringify(standard)} (${wanted}), but found ${showValue(value)} (${kindOf(value)}).`,
    );
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (!Array.isArray(value)) return typeof value;
  if (value.length === 0) return 'empty array';
  const kinds = new Set(value.map(kindOf));
  return kinds.size === 1 ? `array of ${[...kinds][0]}s` : 'array of mixed values';
}

/**
 * The parameters of a notebook: its defaults, overridden by the JSON object in the environment variable
 * `MNIST_LAB_PARAMETERS`, so that a run can be shortened without editing the notebook. Overrides are reported in one
 * line on standard output.
 *
 * @param defaults Name and default of every parameter. An override has the type of the default.
 * @throws {SyntaxError} if the variable is not a JSON object.
 * @throws {RangeError} if a parameter is unknown.
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
