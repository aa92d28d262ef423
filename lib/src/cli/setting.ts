import { Option } from 'commander';
import { usageError } from './command-error.js';
import { didYouMean } from './suggest.js';

/** A value that can be given on the command line (`--batch-size 64`) and in a file (`"batchSize": 64`). */
export interface Setting<Value = unknown> {
  /** Name in the file, in camel case; the flag is the same in kebab case. */
  readonly name: string;
  /** What stands behind the flag in the help; a setting without takes no value there. */
  readonly placeholder?: string;
  readonly description: string;
  /** Heading in the help. */
  readonly group: string;
  /** What is wanted, for the message when something else is found. */
  readonly wanted: string;
  /** Candidates for a suggestion. */
  readonly choices?: readonly string[];
  /** Turns text from the command line or a value from the file into the value; `undefined` refuses it. */
  readonly read: (given: unknown) => Value | undefined;
}

type About = Pick<Setting, 'name' | 'description' | 'group' | 'placeholder'>;

/** A number within a range, which `wanted` names: `'from 0 to less than 1'`. */
export function numberSetting(
  about: About,
  wanted: string,
  fits: (value: number) => boolean,
): Setting<number> {
  const read = (given: unknown) => {
    const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
    return typeof value === 'number' && Number.isFinite(value) && fits(value) ? value : undefined;
  };
  return { placeholder: 'number', ...about, wanted: `a number ${wanted}`, read };
}

/** A whole number of `minimum` or more. */
export function wholeSetting(about: About, minimum: number): Setting<number> {
  const { read } = numberSetting(about, '', (value) => Number.isSafeInteger(value) && value >= minimum);
  const wanted = minimum < 0 ? 'a whole number' : `a whole number of ${minimum} or more`;
  return { placeholder: 'number', ...about, wanted, read };
}

/** A list of whole numbers of 1 or more: `128,64`, in the file `[128, 64]`; `none` or `[]` is the empty list. */
export function sizesSetting(about: About): Setting<readonly number[]> {
  const read = (given: unknown) => {
    const list = given === 'none' ? [] : typeof given === 'string' ? given.split(',').map(Number) : given;
    const fits = Array.isArray(list) && list.every((size) => Number.isSafeInteger(size) && size > 0);
    return fits ? (list as number[]) : undefined;
  };
  return {
    placeholder: 'sizes',
    ...about,
    wanted: 'whole numbers above 0 with commas between, or none',
    read,
  };
}

/** Height and width: `28x28`, in the file `[28, 28]`. */
export function shapeSetting(about: About): Setting<readonly [number, number]> {
  const read = (given: unknown) => {
    const sides = typeof given === 'string' ? given.split('x').map(Number) : given;
    const fits =
      Array.isArray(sides) && sides.length === 2 && sides.every((side) => Number.isSafeInteger(side));
    return fits && sides.every((side) => side > 0) ? (sides as [number, number]) : undefined;
  };
  return { placeholder: 'shape', ...about, wanted: 'rows x columns, such as 28x28', read };
}

/** One word of several. */
export function choiceSetting(about: About, choices: readonly string[]): Setting<string> {
  const read = (given: unknown) => choices.find((choice) => choice === given);
  return { placeholder: choices.join('|'), ...about, wanted: `one of ${choices.join(', ')}`, choices, read };
}

/** Yes or no: the flag or the flag with `no-`, in the file `true` or `false`. */
export function flagSetting(about: About): Setting<boolean> {
  const read = (given: unknown) => (typeof given === 'boolean' ? given : undefined);
  return { ...about, wanted: 'true or false', read };
}

/** Any text that is not empty. */
export function textSetting(about: About): Setting<string> {
  const read = (given: unknown) => (typeof given === 'string' && given !== '' ? given : undefined);
  return { placeholder: 'text', ...about, wanted: 'text', read };
}

/** The flag of a setting: `--batch-size`. */
export function flagOf({ name }: Pick<Setting, 'name'>): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** A setting as options of a command. */
export function settingOptions(setting: Setting): Option[] {
  const { placeholder, description, group } = setting;
  const flag = flagOf(setting);
  if (placeholder === undefined) {
    const off = new Option(flag.replace('--', '--no-')).hideHelp();
    return [new Option(flag, description).helpGroup(group), off];
  }
  const option = new Option(`${flag} <${placeholder}>`, description).helpGroup(group);
  return [option.argParser((text: string) => readSetting(setting, text, flag))];
}

/**
 * Reads and checks one value.
 *
 * @param place Where it was given, for the message: the flag, or the name in the file.
 * @throws {CommandError} If the value is not what the setting wants.
 */
export function readSetting<Value>(setting: Setting<Value>, given: unknown, place: string): Value {
  const value = setting.read(given);
  if (value !== undefined) return value;
  const found = typeof given === 'string' ? `"${given}"` : JSON.stringify(given);
  const suggestion = setting.choices ? didYouMean(String(given), setting.choices) : '';
  throw usageError(`Cannot use ${found} for ${place}: wanted ${setting.wanted}.${suggestion}`);
}
