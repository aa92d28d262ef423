import type { ValueKind } from './value-kind.js';

/**
 * Something that can be chosen, declared once: the library's checks, the command line's flags and help,
 * configuration files, the types of TypeScript and the documentation are all made from this.
 */
export interface Option<Value = unknown> {
  readonly kind: ValueKind<Value>;
  /** What it is, as a phrase without a capital or a stop. */
  readonly help: string;
  /** What it is where nothing is said. Without one, saying nothing means none. */
  readonly standard?: Value;
  /** The default in words, where the value alone would not tell. */
  readonly standardText?: string;
  /** Name on the command line and in configuration files, in camel case; by default its own. */
  readonly flag?: string;
}

/** Options by name. */
export type OptionTable = Readonly<Record<string, Option>>;

/** An object of options, any of which may be left out. */
export interface OptionGroup<Table extends OptionTable = OptionTable> {
  readonly options: Table;
  readonly help: string;
  /** Options that must be given where the group is. */
  readonly required?: readonly string[];
}

/** One of several kinds of thing, each with options of its own: `'adam'`, or `{ kind: 'sgd', momentum: 0.9 }`. */
export interface OptionUnion {
  readonly help: string;
  readonly kinds: Readonly<Record<string, OptionGroup>>;
  /** The kind where nothing is said. */
  readonly standardKind: string;
  /** Name of the flag that chooses the kind. */
  readonly flag: string;
  /** Where a bare number is meant: the option of the default kind that it is. */
  readonly bareNumber?: string;
}

/** Everything that can be chosen about one thing, such as a training. */
export type OptionTree = Readonly<Record<string, Option | OptionGroup | OptionUnion>>;

/** Values of a table's options, any of which may be left out. */
export type ValuesOf<Table extends OptionTable> = {
  readonly [Name in keyof Table]?: ValueOf<Table[Name]>;
};

/** Values of a table's options, with defaults filled in: only those without a default may be missing. */
export type ResolvedValuesOf<Table extends OptionTable> = {
  readonly [Name in keyof Table]: Table[Name] extends { readonly standard: unknown }
    ? ValueOf<Table[Name]>
    : ValueOf<Table[Name]> | undefined;
};

type ValueOf<Declared> = Declared extends { readonly kind: ValueKind<infer Value> } ? Value : never;

export function isGroup(declared: OptionTree[string]): declared is OptionGroup {
  return 'options' in declared;
}

export function isUnion(declared: OptionTree[string]): declared is OptionUnion {
  return 'kinds' in declared;
}

/** What was given: a value of `undefined` would be one, to those who look at the keys. */
export function withoutUndefined<Values extends object>(
  values: Values,
): Partial<Values> & Record<string, unknown> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Partial<Values> & Record<string, unknown>;
}
