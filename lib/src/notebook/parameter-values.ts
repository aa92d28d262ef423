import { isRecord, parseJson } from '../files/read-json.js';
import { showValue } from '../text/escape.js';

/** Values for a notebook's parameters that come from outside: read, and held against those that the notebook has. */

/** Values a notebook's parameters may have. */
export type ParameterValue = number | string | boolean | readonly number[] | readonly string[];

/** Name of the environment variable that overrides a notebook's parameters. */
export const parametersVariable = 'MNIST_LAB_PARAMETERS';

/**
 * Reads what the environment variable holds.
 *
 * @throws {SyntaxError} if that is no JSON object.
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
 * Makes sure that a notebook has a parameter of this name, and that the value is like its default.
 *
 * @throws {RangeError} if it has not.
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
      `${parametersVariable} names ${showValue(name)}, which is no parameter of this notebook. Known: ${known}.`,
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
