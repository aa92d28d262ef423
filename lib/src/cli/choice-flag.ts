import { choices } from '../options/value-kind.js';
import type { TrainFlag } from './train-flags.js';

/** One word of several, as a flag of a command. */
export function choiceFlag(
  about: {
    readonly name: string;
    readonly description: string;
    readonly group: string;
    readonly placeholder?: string;
  },
  words: readonly string[],
): TrainFlag {
  const { name, description, group } = about;
  const option = { kind: choices(...words), help: description };
  return { name, option, place: name, kinds: {}, heading: group, description };
}
