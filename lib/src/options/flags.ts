import { isGroup, isUnion, type Option, type OptionTree, type OptionUnion } from './option.js';
import { choices } from './value-kind.js';

/** An option as a command line and a configuration file know it: by one name, without floors. */
export interface Flag {
  /** In camel case, as in a configuration file. */
  readonly name: string;
  readonly option: Option;
  /** Name of what it is a part of at the top of the tree. */
  readonly place: string;
  /** The kinds of thing that have the option, where it belongs to some kinds only, each with its default. */
  readonly kinds: Readonly<Record<string, unknown>>;
}

/** A flag as it is typed: `batch-size`. */
export function flagOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Name of an option on the command line and in configuration files, in camel case. */
export function flagNameOf(name: string, { flag }: Pick<Option, 'flag'>): string {
  return flag ?? name;
}

/** Every flag of a tree of options, in its order; the one that chooses a union's kind comes before its options. */
export function flagsOf(tree: OptionTree): readonly Flag[] {
  const flags = new Map<string, Flag>();
  const add = (place: string, name: string, option: Option, kind?: string) => {
    const flag = flagNameOf(name, option);
    const known = flags.get(flag);
    const kinds = { ...known?.kinds, ...(kind === undefined ? {} : { [kind]: option.standard }) };
    flags.set(flag, { name: flag, option: known?.option ?? option, place, kinds });
  };
  for (const [place, declared] of Object.entries(tree)) {
    if (isUnion(declared)) {
      add(place, declared.flag, kindOption(declared));
      for (const [kind, { options }] of Object.entries(declared.kinds))
        for (const [key, option] of Object.entries(options)) add(place, key, option, kind);
    } else if (isGroup(declared)) {
      for (const [key, option] of Object.entries(declared.options)) add(place, key, option);
    } else add(place, place, declared);
  }
  return [...flags.values()];
}

/** The choice of a union's kind, as an option. */
function kindOption({ help, kinds, standardKind }: OptionUnion): Option {
  return { kind: choices(...Object.keys(kinds).map(flagOf)), standard: flagOf(standardKind), help };
}

/** What a flag is, with its default and the kinds of thing that have it, for a help page. */
export function describeFlag({ option, kinds }: Flag, allKinds: number): string {
  const names = Object.keys(kinds);
  const words = names.length > 0 && names.length < allKinds ? `${names.map(flagOf).join(', ')}: ` : '';
  const text = option.standardText ?? defaultText(option.standard);
  const others = Object.entries(kinds)
    .filter(([, standard]) => standard !== option.standard)
    .map(([kind, standard]) => `; ${flagOf(kind)}: ${standard}`);
  return `${words}${option.help}${text === undefined ? '' : ` (default: ${text}${others.join('')})`}`;
}

/** A default that switches something off goes without saying. */
function defaultText(standard: unknown): string | undefined {
  return standard === false || standard === 0 || standard === undefined ? undefined : String(standard);
}
