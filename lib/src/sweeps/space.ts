import type { RecipeChanges } from '../experiments/recipe.js';
import { recipeOptions } from '../experiments/recipe.js';
import { isRecord } from '../files/read-json.js';
import { recipesByName } from '../lessons/find-lesson.js';
import { type Flag, flagsOf } from '../options/flags.js';
import { showValue } from '../text/escape.js';
import { listOf } from '../text/format.js';
import { didYouMean } from '../text/suggest.js';
import type { EarlyStopping } from '../training/option-types.js';

/** How the values of an option are chosen. */
export type Domain<Value> =
  /** One of the listed values, each equally likely. */
  | { readonly choice: readonly Value[] }
  /** Each of the listed values, combined with each value of every other grid. */
  | { readonly grid: readonly Value[] }
  | (Value extends number ? NumberDomain : never);

/** A range from which numbers are drawn. */
export type NumberDomain =
  /** Numbers between the two, uniformly distributed. */
  | { readonly uniform: readonly [lowest: number, highest: number] }
  /** Uniformly distributed on a logarithmic scale. */
  | { readonly logUniform: readonly [lowest: number, highest: number] }
  /** Uniformly distributed integers, both limits included. */
  | { readonly integer: readonly [lowest: number, highest: number] };

/** Options of a search space, named as in `mnist-lab train`. All except `validationSize` can be varied. */
export interface SearchOptions extends RecipeChanges, Partial<EarlyStopping> {
  /** Epochs in which a cosine schedule's rate rises from 0. */
  readonly warmupEpochs?: number;
  /** Final rate of a cosine schedule. */
  readonly finalLearningRate?: number;
}

/**
 * A search space: for each option a value or a domain. All other options have the recipe's values, or without
 * a recipe the defaults of `mnist-lab train`.
 */
export type SearchSpace = {
  readonly [Name in keyof SearchOptions]?: SearchOptions[Name] | Domain<NonNullable<SearchOptions[Name]>>;
} & {
  /** The lesson's recipe to start from. */
  readonly recipe?: string;
};

/** An example space that takes a minute on two cores. */
export const exampleSpace = {
  epochs: 4,
  batchSize: { choice: [64, 128, 256] },
  hiddenUnits: { choice: [[64], [128, 64], [256, 128]] },
  learningRate: { logUniform: [0.0005, 0.02] },
  dropoutRate: { uniform: [0, 0.3] },
  batchNormalization: { choice: [true, false] },
} as const satisfies SearchSpace;

/** Formats values as JSON: one per line, arrays in one line. */
export function configText(values: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(values).map(
    ([name, value]) => `  ${JSON.stringify(name)}: ${valueText(value)}`,
  );
  return `{\n${lines.join(',\n')}\n}\n`;
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(([name, part]) => `${JSON.stringify(name)}: ${valueText(part)}`);
  return `{ ${parts.join(', ')} }`;
}

export interface ValueOption {
  readonly flag: Flag;
  readonly how: 'choice' | 'grid';
  readonly values: readonly unknown[];
}

export interface RangeOption {
  readonly flag: Flag;
  readonly how: 'uniform' | 'logUniform' | 'integer';
  readonly range: readonly [lowest: number, highest: number];
}

/** An option with a domain: a list, or a range. */
export type VariedOption = ValueOption | RangeOption;

/** A validated search space. */
export interface ReadSpace {
  readonly recipe?: string;
  /** Values that are the same in every trial, by option name. */
  readonly fixed: Readonly<Record<string, unknown>>;
  readonly varied: readonly VariedOption[];
}

const flags = flagsOf(recipeOptions);
const words = ['choice', 'uniform', 'logUniform', 'integer', 'grid'] as const;
const doing = 'Reading a search space';
/** Maximum number of values per option. */
const mostValues = 1000;

/**
 * Validates a search space with the options' table.
 *
 * @throws {TypeError} if it is not an object, or an option is unknown.
 * @throws {RangeError} if the option does not accept a value or an end of a range, or nothing is varied.
 */
export function readSpace(space: unknown): ReadSpace {
  if (!isRecord(space))
    throw new TypeError(
      `${doing}: expected an object such as { "learningRate": { "logUniform": [0.001, 0.01] } } but found ${showValue(space)}.`,
    );
  const { recipe, ...options } = space;
  if (recipe !== undefined && !(typeof recipe === 'string' && Object.hasOwn(recipesByName, recipe)))
    throw new RangeError(
      `${doing}: expected "recipe" to be one of ${Object.keys(recipesByName).join(', ')} but found ${showValue(recipe)}.`,
    );
  const fixed: Record<string, unknown> = {};
  const varied: VariedOption[] = [];
  for (const [name, value] of Object.entries(options)) {
    const flag = flagNamed(name);
    if (isRecord(value)) varied.push(readDraw(flag, value));
    else {
      requireAccepted(flag, value);
      fixed[name] = value;
    }
  }
  if (varied.length === 0)
    throw new RangeError(
      `${doing}: expected an option to vary, with ${listOf(words.map((word) => `"${word}"`)).replace(' and ', ' or ')}, but found none. ` +
        'For a single run, use `mnist-lab train`. `mnist-lab sweep --example` prints a search space to start from.',
    );
  return { recipe: recipe as string | undefined, fixed, varied };
}

function flagNamed(name: string): Flag {
  const found = flags.find((flag) => flag.name === name);
  if (found) return found;
  const known = ['recipe', ...flags.map((flag) => flag.name)];
  throw new TypeError(
    `${doing}: unknown option ${showValue(name)}.${didYouMean(name, known)} Known: ${known.join(', ')}.`,
  );
}

function readDraw(flag: Flag, value: object): VariedOption {
  const [how, ...more] = Object.keys(value);
  const isKnown = words.some((word) => word === how);
  if (!isKnown || more.length > 0)
    throw new RangeError(
      `${doing}: expected "${flag.name}" to be a value or an object with one of ${words.join(', ')} but found ${showValue(value)}.`,
    );
  if (flag.name === 'validationSize')
    throw new RangeError(
      `${doing}: expected "validationSize" to be one number, as trials are compared on the same images, but found ${showValue(value)}.`,
    );
  const given = (value as Readonly<Record<string, unknown>>)[how!];
  if (how === 'choice' || how === 'grid') return { flag, how, values: readValues(flag, how, given) };
  return readRange(flag, how as RangeOption['how'], given);
}

function readValues(flag: Flag, how: string, given: unknown): readonly unknown[] {
  if (!Array.isArray(given) || given.length === 0)
    throw new RangeError(
      `${doing}: expected "${flag.name}" to have a list of values as its ${how} but found ${showValue(given)}.`,
    );
  if (given.length > mostValues)
    throw new RangeError(
      `${doing}: expected "${flag.name}" to have at most ${mostValues} values as its ${how} but found ${given.length}.`,
    );
  for (const value of given) requireAccepted(flag, value);
  const texts = given.map((value) => JSON.stringify(value));
  const twice = texts.find((text, at) => texts.indexOf(text) !== at);
  if (twice !== undefined)
    throw new RangeError(
      `${doing}: expected the values of "${flag.name}" to differ but found ${twice} twice.`,
    );
  return given;
}

function readRange(flag: Flag, how: RangeOption['how'], given: unknown): RangeOption {
  const { name, option } = flag;
  if (option.kind.type !== 'number')
    throw new RangeError(
      `${doing}: expected "${name}" to have a choice or a grid, as it is not a number, but found ${how}.`,
    );
  const isRange = Array.isArray(given) && given.length === 2 && given.every((end) => Number.isFinite(end));
  if (!isRange || given[0] >= given[1])
    throw new RangeError(
      `${doing}: expected "${name}" to have a ${how} of two numbers, the lower one first, but found ${showValue(given)}.`,
    );
  const [lowest, highest] = given as [number, number];
  if (how === 'logUniform' && lowest <= 0)
    throw new RangeError(
      `${doing}: expected the logUniform of "${name}" to start above 0 but found ${lowest}.`,
    );
  if (how === 'integer' && !given.every((end) => Number.isSafeInteger(end)))
    throw new RangeError(
      `${doing}: expected the integer of "${name}" to have two whole numbers but found ${showValue(given)}.`,
    );
  for (const end of [lowest, highest]) requireAccepted(flag, end);
  if (how !== 'integer' && !option.kind.accepts(Math.min(lowest + 0.5, (lowest + highest) / 2 + 0.001)))
    throw new RangeError(
      `${doing}: expected "${name}" to be ${option.kind.wanted} but found a ${how}, which draws fractions. Use "integer".`,
    );
  return { flag, how, range: [lowest, highest] };
}

function requireAccepted({ name, option }: Flag, value: unknown): void {
  if (option.kind.accepts(value)) return;
  throw new RangeError(
    `${doing}: expected "${name}" to be ${option.kind.wanted} but found ${showValue(value)}.`,
  );
}
