import type { ValueKind } from './value-kind.js';

/**
 * An option, declared once. Validation, flags, help, configuration files, types and documentation are
 * generated from it.
 */
export interface Option<Value = unknown> {
  readonly kind: ValueKind<Value>;
  /** A noun phrase without a capital or a full stop. */
  readonly help: string;
  /** The default. Without one, the option is not set. */
  readonly standard?: Value;
  /** The default in words, if the value is not self-explanatory. */
  readonly standardText?: string;
  /** Name on the command line and in configuration files, in camel case. Defaults to the option's name. */
  readonly flag?: string;
}

/** Options by name. */
export type OptionTable = Readonly<Record<string, Option>>;

/** An object of options. Each may be omitted unless it is in `required`. */
export interface OptionGroup<Table extends OptionTable = OptionTable> {
  readonly options: Table;
  readonly help: string;
  /** Options that are required if the group is given. */
  readonly required?: readonly string[];
}

/**
 * A choice between several kinds, each with its own options: `'adam'`, or `{ kind: 'sgd', momentum: 0.9 }`.
 */
export interface OptionUnion {
  readonly help: string;
  readonly kinds: Readonly<Record<string, OptionGroup>>;
  /** The default kind. */
  readonly standardKind: string;
  /** Name of the flag that selects the kind. */
  readonly flag: string;
  /** The default kind's option that a bare number sets. */
  readonly bareNumber?: string;
}

/** All options of a subject, such as training. */
export type OptionTree = Readonly<Record<string, Option | OptionGroup | OptionUnion>>;

/** Values of a table's options, each of which may be omitted. */
export type ValuesOf<Table extends OptionTable> = {
  readonly [Name in keyof Table]?: ValueOf<Table[Name]>;
};

/** Values of a table's options with defaults filled in: only options without a default may be missing. */
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

/** A copy without the keys whose value is `undefined`. */
export function withoutUndefined<Values extends object>(
  values: Values,
): Partial<Values> & Record<string, unknown> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Partial<Values> & Record<string, unknown>;
}
