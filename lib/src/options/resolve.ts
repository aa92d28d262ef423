import { showText, showValue } from '../text/escape.js';
import {
  isGroup,
  isUnion,
  type OptionGroup,
  type OptionTable,
  type OptionTree,
  type OptionUnion,
  withoutUndefined,
} from './option.js';

type Values = Readonly<Record<string, unknown>>;

interface Place {
  readonly doing: string;
  /** Prefix of names in messages: `'augmentation.'`. */
  readonly prefix: string;
}

/**
 * Checks values against a tree of options and fills in defaults.
 *
 * @param doing Beginning of error messages, such as `'Training'`.
 * @returns The values. Omitted groups stay omitted, and a union becomes an object with its `kind`.
 * @throws {TypeError} if an option or a kind is unknown.
 * @throws {RangeError} if a value is invalid, or a required one is missing.
 */
export function resolveOptions(doing: string, tree: OptionTree, given: object): Record<string, unknown> {
  const values = withoutUndefined(given);
  refuseUnknown({ doing, prefix: '' }, values, tree);
  const resolved: Record<string, unknown> = {};
  for (const [name, declared] of Object.entries(tree)) {
    const place = { doing, prefix: `${name}.` };
    const value = values[name];
    if (isUnion(declared)) resolved[name] = resolveUnion(doing, name, declared, value);
    else if (isGroup(declared))
      resolved[name] = value === undefined ? undefined : resolveGroup(place, declared, value);
    else resolved[name] = resolveTable({ doing, prefix: '' }, { [name]: declared }, values)[name];
  }
  return resolved;
}

function resolveTable(place: Place, table: OptionTable, values: Values): Record<string, unknown> {
  const resolved: Record<string, unknown> = {};
  for (const [name, { kind, standard }] of Object.entries(table)) {
    const value = values[name];
    if (value !== undefined && !kind.accepts(value)) refuse(place, name, kind.wanted, value);
    resolved[name] = value ?? standard;
  }
  return resolved;
}

function resolveGroup(
  place: Place,
  { options, required = [] }: OptionGroup,
  given: unknown,
): Record<string, unknown> {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    refuse(place, '', `an object with ${Object.keys(options).join(', ')}`, given);
  const values = withoutUndefined(given as object);
  refuseUnknown(place, values, options);
  for (const name of required)
    if (values[name] === undefined) refuse(place, name, options[name]!.kind.wanted, undefined);
  return resolveTable(place, options, values);
}

function resolveUnion(
  doing: string,
  name: string,
  union: OptionUnion,
  given: unknown,
): Record<string, unknown> {
  const { kinds, standardKind, bareNumber } = union;
  let value: unknown = given ?? standardKind;
  if (typeof value === 'string') value = { kind: value };
  if (typeof value === 'number' && bareNumber !== undefined)
    value = { kind: standardKind, [bareNumber]: value };
  const { kind, ...values } = (typeof value === 'object' && value !== null ? value : {}) as Values;
  if (typeof kind !== 'string' || !Object.hasOwn(kinds, kind)) {
    const known = Object.keys(kinds);
    const bare = bareNumber === undefined ? 'a name or { kind, … }' : 'a number or { kind, … }';
    throw new TypeError(
      `${doing}: expected ${name} to be ${bare} with kind ${known.slice(0, -1).join(', ')} or ${known.at(-1)} ` +
        `but found ${show(given)}.`,
    );
  }
  const place = { doing, prefix: bareNumber !== undefined && kind === standardKind ? '' : `${name}.` };
  return { kind, ...resolveGroup(place, kinds[kind]!, values) };
}

function refuse({ doing, prefix }: Place, name: string, wanted: string, found: unknown): never {
  const full = `${prefix}${name}`.replace(/\.$/, '');
  throw new RangeError(`${doing}: expected ${full} to be ${wanted} but found ${show(found)}.`);
}

function refuseUnknown({ doing, prefix }: Place, values: Values, known: OptionTree): void {
  for (const name of Object.keys(values)) {
    if (Object.hasOwn(known, name)) continue;
    const home = homeOf(name, known);
    const names = Object.keys(known).map((one) => prefix + one);
    throw new TypeError(
      `${doing}: unknown option ${showValue(prefix + name)}. ${home ?? `Known: ${names.join(', ') || 'none'}.`}`,
    );
  }
}

/** A sentence that names the parent of an option that was given one level too high, or undefined if none has it. */
function homeOf(name: string, tree: OptionTree): string | undefined {
  for (const [place, declared] of Object.entries(tree)) {
    if (isUnion(declared)) {
      const kinds = Object.keys(declared.kinds).filter((kind) =>
        Object.hasOwn(declared.kinds[kind]!.options, name),
      );
      if (kinds.length > 0) {
        const others = kinds.length > 1 ? `, also for ${kinds.slice(1).join(', ')}` : '';
        return `It belongs to ${place}: { kind: '${kinds[0]}', ${name}: … }${others}.`;
      }
    } else if (isGroup(declared) && Object.hasOwn(declared.options, name))
      return `It belongs to ${place}: { ${name}: … }.`;
  }
  return undefined;
}

function show(value: unknown): string {
  return typeof value === 'string' ? showText(value) : showValue(value);
}
