import { Option } from 'commander';
import { flagOf } from '../options/flags.js';
import { didYouMean } from '../text/suggest.js';
import { usageError } from './command-error.js';
import type { TrainFlag } from './train-flags.js';

/** A flag as options of a command. */
export function flagOptions(flag: TrainFlag): Option[] {
  const { name, option, description, heading } = flag;
  const typed = `--${flagOf(name)}`;
  const { placeholder, choices } = option.kind;
  if (placeholder === undefined) {
    const off = new Option(typed.replace('--', '--no-')).hideHelp();
    return [new Option(typed, description).helpGroup(heading), off];
  }
  // A long list of words is told better by the description than behind the flag.
  const [text, words] =
    choices && placeholder.length > 30
      ? ['name', `${description}: ${choices.join(', ')}`]
      : [placeholder, description];
  const made = new Option(`${typed} <${text}>`, words).helpGroup(heading);
  return [made.argParser((given: string) => readFlag(flag, option.kind.parse(given), typed, given))];
}

/**
 * Checks one value.
 *
 * @param place Where it was given, for the message: the flag, or the name in the file.
 * @param given As it was typed, where that is text.
 * @throws {CommandError} if the value is not what the option wants.
 */
export function readFlag({ option }: TrainFlag, value: unknown, place: string, given?: string): unknown {
  const { kind } = option;
  if (kind.accepts(value)) return value;
  const found = JSON.stringify(given ?? value);
  const suggestion = kind.choices ? didYouMean(String(given ?? value), kind.choices) : '';
  const written = kind.written && given !== undefined ? `, ${kind.written}` : '';
  throw usageError(`Reading ${place}: expected ${kind.wanted}${written} but found ${found}.${suggestion}`);
}
