import type { ValueKind } from './value-kind.js';

/**
 * An option, declared once: checks, flags, help, configuration files, types and documentation are made from this.
 */
export interface Option<Value = unknown> {
  readonly kind: ValueKind<Value>;
  /** A noun phrase without a capital or a full stop. */
  readonly help: string;
  /** The default; without one, the option is not set. */
  readonly standard?: Value;
  /** The default in words, if the value alone would not tell. */
  readonly standardText?: string;
  /** Name on the command line and in configuration files, in camel case; by default its own. */
  readonly flag?: string;
}

/** Options by name. */
export type OptionTable = Readonly<Record<string, Option>>;

/** An object of options, each of which may be omitted. */
export interface OptionGroup<Table extends OptionTable = OptionTable> {
  readonly options: Table;
  readonly help: string;
  /** Options that must be given if the group is. */
  readonly required?: readonly string[];
}

/** One of several kinds of thing, each with options of its own: `'adam'`, or `{ kind: 'sgd', momentum: 0.9 }`. */
export interface OptionUnion {
  readonly help: string;
  readonly kinds: Readonly<Record<string, OptionGroup>>;
  /** The default kind. */
  readonly standardKind: string;
  /** Name of the flag that chooses the kind. */
  readonly flag: string;
  /** The option of the default kind that a bare number sets. */
  readonly bareNumber?: string;
}

/** All options of one thing, such as a training. */
export type OptionTree = Readonly<Record<string, Option | OptionGroup | OptionUnion>>;

/** Values of a table's options, each of which may be omitted. */
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

/** Without the keys whose value is `undefined`. */
export function withoutUndefined<Values extends object>(
  values: Values,
): Partial<Values> & Record<string, unknown> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Partial<Values> & Record<string, unknown>;
}
