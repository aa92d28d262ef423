import {
  isGroup,
  isUnion,
  type Option,
  type OptionGroup,
  type OptionTable,
  type OptionTree,
  type OptionUnion,
  withoutUndefined,
} from './option.js';
import { choices } from './value-kind.js';

/** An option on the command line and in configuration files, where names form a flat list. */
export interface Flag {
  /** Name in camel case, as in a configuration file. */
  readonly name: string;
  readonly option: Option;
  /** Name at the top level of the tree of options: the option's own, or that of its group or union. */
  readonly place: string;
  /** The kinds of the union that have the option, each with the option's default. Empty for an option of no kind. */
  readonly kinds: Readonly<Record<string, unknown>>;
}

/** Converts an option's name to its flag: `batchSize` becomes `batch-size`. */
export function flagOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Name of an option's flag, in camel case. */
export function flagNameOf(name: string, { flag }: Pick<Option, 'flag'>): string {
  return flag ?? name;
}

/** The kind of a union that flag values select, or its default kind. */
export function selectedKind({ kinds, standardKind, flag }: OptionUnion, values: FlagValues): string {
  return Object.keys(kinds).find((kind) => flagOf(kind) === values[flag]) ?? standardKind;
}

/** Every flag of a tree of options, in order. The flag that selects a union's kind precedes its options. */
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

function kindOption({ help, kinds, standardKind }: OptionUnion): Option {
  return { kind: choices(...Object.keys(kinds).map(flagOf)), standard: flagOf(standardKind), help };
}

/** Help text of a flag: its description, the kinds that have it, and its default. */
export function describeFlag({ option, kinds }: Flag, allKinds: number): string {
  const names = Object.keys(kinds);
  const words = names.length > 0 && names.length < allKinds ? `${names.map(flagOf).join(', ')}: ` : '';
  const text = option.standardText ?? defaultText(option.standard);
  const others = Object.entries(kinds)
    .filter(([, standard]) => standard !== option.standard)
    .map(([kind, standard]) => `; ${flagOf(kind)}: ${standard}`);
  return `${words}${option.help}${text === undefined ? '' : ` (default: ${text}${others.join('')})`}`;
}

/** A default that disables an option is not mentioned. */
function defaultText(standard: unknown): string | undefined {
  return standard === false || standard === 0 || standard === undefined ? undefined : String(standard);
}

/** Values by the names of flags. */
export type FlagValues = Readonly<Record<string, unknown>>;

/** Flags that cannot be combined. The message names them as on the command line. */
export class FlagConflictError extends Error {
  override readonly name = 'FlagConflictError';
}

/**
 * Converts flag values to the library's options.
 *
 * @param values Values by flag name. Undefined values and unknown flags are ignored.
 * @throws {FlagConflictError} if a flag has no effect because another one is missing or different.
 */
export function optionsOfFlags(tree: OptionTree, values: FlagValues): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const [name, declared] of Object.entries(tree)) {
    if (isUnion(declared)) options[name] = unionOf(declared, values);
    else if (isGroup(declared)) options[name] = groupOf(declared, values);
    else options[name] = values[flagNameOf(name, declared)];
  }
  return withoutUndefined(options);
}

/** The inverse of {@link optionsOfFlags}: converts the library's options to flag values. */
export function flagsOfOptions(tree: OptionTree, options: object): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, declared] of Object.entries(tree)) {
    const given = (options as Readonly<Record<string, unknown>>)[name];
    if (given === undefined) continue;
    if (isUnion(declared)) {
      const { kind, ...rest } = chosenKind(declared, given);
      values[declared.flag] = flagOf(kind);
      addNamed(values, declared.kinds[kind]!.options, rest);
    } else if (isGroup(declared)) addNamed(values, declared.options, given as FlagValues);
    else values[flagNameOf(name, declared)] = given;
  }
  return withoutUndefined(values);
}

function unionOf(union: OptionUnion, values: FlagValues): object | undefined {
  const { kinds, flag } = union;
  const kind = selectedKind(union, values);
  const { options, required = [] } = kinds[kind]!;
  const own = new Set(Object.entries(options).map(([key, option]) => flagNameOf(key, option)));
  for (const [other, group] of Object.entries(kinds))
    for (const [key, option] of Object.entries(group.options)) {
      const name = flagNameOf(key, option);
      if (values[name] !== undefined && !own.has(name))
        throw new FlagConflictError(`--${flagOf(name)} needs --${flagOf(flag)} ${flagOf(other)}.`);
    }
  const chosen = valuesOf(options, values);
  if (values[flag] === undefined && Object.keys(chosen).length === 0) return undefined;
  for (const key of required) chosen[key] ??= options[key]!.standard;
  return { kind, ...chosen };
}

function groupOf({ options, required = [] }: OptionGroup, values: FlagValues): object | undefined {
  const chosen = valuesOf(options, values);
  // `false` disables an option, which does not need the group's required options.
  const [first] = Object.keys(chosen).filter((key) => chosen[key] !== false || required.length === 0);
  if (first === undefined) return undefined;
  for (const key of required)
    if (chosen[key] === undefined)
      throw new FlagConflictError(
        `--${flagOf(flagNameOf(first, options[first]!))} needs --${flagOf(flagNameOf(key, options[key]!))} ` +
          `<${options[key]!.kind.placeholder}>.`,
      );
  return chosen;
}

function valuesOf(options: OptionTable, values: FlagValues): Record<string, unknown> {
  return withoutUndefined(
    Object.fromEntries(
      Object.entries(options).map(([key, option]) => [key, values[flagNameOf(key, option)]]),
    ),
  );
}

function chosenKind(
  { standardKind, bareNumber }: OptionUnion,
  given: unknown,
): { kind: string } & FlagValues {
  if (typeof given === 'string') return { kind: given };
  if (typeof given === 'number') return { kind: standardKind, [bareNumber!]: given };
  return given as { kind: string };
}

function addNamed(values: Record<string, unknown>, options: OptionTable, given: FlagValues): void {
  for (const [key, value] of Object.entries(given)) values[flagNameOf(key, options[key]!)] = value;
}
