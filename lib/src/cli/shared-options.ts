import { Option } from 'commander';
import type { LocationOptions } from '../datasets/dataset-files.js';
import { readJson } from '../files/read-json.js';
import { preprocessingNames } from '../images/preprocessing.js';
import { inputRangeNames } from '../models/input-range.js';
import { flagOf } from '../options/flags.js';
import { choices } from '../options/value-kind.js';
import { showValue } from '../text/escape.js';
import { didYouMean } from '../text/suggest.js';
import type { ParsedOptions } from './command.js';
import { inputError, usageError } from './exit-code.js';
import type { TrainFlag } from './flags.js';

type HelpFlag = Pick<TrainFlag, 'name' | 'option' | 'heading' | 'description'>;

/** Converts a flag to options of commander. */
export function flagOptions(flag: HelpFlag): Option[] {
  const { name, option, description, heading } = flag;
  const typed = `--${flagOf(name)}`;
  const { placeholder, choices } = option.kind;
  if (placeholder === undefined) {
    const off = new Option(typed.replace('--', '--no-')).hideHelp();
    return [new Option(typed, description).helpGroup(heading), off];
  }
  // Long lists of choices are part of the description.
  const [text, words] =
    choices && placeholder.length > 30
      ? ['name', `${description}: ${choices.join(', ')}`]
      : [placeholder, description];
  const made = new Option(`${typed} <${text}>`, words).helpGroup(heading);
  return [made.argParser((given: string) => readFlag(flag, option.kind.parse(given), typed, given))];
}

/**
 * Reads a JSON file given by the user.
 *
 * @throws {CommandError} if it cannot be read, is not JSON, or is too large or too deeply nested.
 */
export function readInput(file: string): unknown {
  try {
    return readJson(file, { length: 1000 });
  } catch (error) {
    throw inputError((error as Error).message, error);
  }
}

/**
 * Checks one value and returns it.
 *
 * @param place The flag of the value, or its name in the configuration file, for messages.
 * @param given The user's input, if any.
 * @throws {CommandError} if the option does not accept it.
 */
export function readFlag(
  { option }: Pick<HelpFlag, 'option'>,
  value: unknown,
  place: string,
  given?: string,
): unknown {
  const { kind } = option;
  if (kind.accepts(value)) return value;
  const found = given ?? value;
  const suggestion = kind.choices && typeof found === 'string' ? didYouMean(found, kind.choices) : '';
  const written = kind.written && given !== undefined ? `, ${kind.written}` : '';
  throw usageError(
    `Reading ${place}: expected ${kind.wanted}${written} but found ${showValue(found)}.${suggestion}`,
  );
}

/** An option with a fixed set of values. */
export function choiceOption(name: string, description: string, words: readonly string[]): Option {
  const option = { kind: choices(...words), help: description };
  return flagOptions({ name, option, heading: 'Options:', description })[0]!;
}

/** The preprocessing option, for commands that preprocess images. */
export function preprocessingOption(): Option {
  return choiceOption(
    'preprocessing',
    'preprocess images like MNIST or Fashion-MNIST, or only resize them (default: auto, as in training)',
    ['auto', ...preprocessingNames],
  );
}

/** The option for the range of scaled pixels, for commands that load a network. */
export function inputRangeOption(): Option {
  return choiceOption(
    'input-range',
    'pixel values that the network expects (default: as recorded in the model, otherwise 0..1)',
    inputRangeNames,
  );
}

/** The option to skip broken files, for commands that read a folder of images. */
export function skipBrokenOption(): Option {
  return new Option('--skip-broken', 'skip unreadable image files instead of failing');
}

/** The options for dataset folders, for commands that read datasets. */
export function locationOptions(): Option[] {
  return [
    new Option('--data <folder>', 'folder with mnist/, fashion-mnist/ …, which is only read').env(
      'MNIST_LAB_DATA',
    ),
    new Option('--cache <folder>', 'cache folder for verified downloads'),
  ];
}

/** The values of `locationOptions`. */
export function readLocation(options: ParsedOptions): LocationOptions {
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  return { directory: text(options.data), cacheDirectory: text(options.cache) };
}
