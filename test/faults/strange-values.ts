import fc from 'fast-check';
import { isGroup, isUnion, type OptionTree } from '../../lib/src/options/option.js';
import { strange } from './damage-json.js';

const circular: { self?: unknown } = {};
circular.self = circular;

/** Values that a program can pass, but a file cannot contain. */
const unwritable = fc.constantFrom<unknown>(
  undefined,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -0,
  1n,
  Symbol('strange'),
  () => 1,
  class Strange {},
  new Date(Number.NaN),
  new Map(),
  new Float32Array(3),
  Object.create(null),
  Object.create({ kind: 'adam' }),
  { toString: () => 'strange', toJSON: () => undefined },
  circular,
  [circular],
  [1n],
  { kind: 1n },
  { kind: Symbol('strange') },
);

/** Any value that a user may pass by mistake. */
export const anything = fc.oneof(strange, unwritable);

/** Option names of every level of a tree, and some unknown names. */
function namesIn(tree: OptionTree): string[] {
  return Object.entries(tree).flatMap(([name, declared]) => {
    if (isUnion(declared))
      return [name, ...Object.values(declared.kinds).flatMap(({ options }) => Object.keys(options))];
    return isGroup(declared) ? [name, ...Object.keys(declared.options)] : [name];
  });
}

/** Options of which some are valid, some are invalid, and some are in the wrong place. */
export function optionsLike(
  tree: OptionTree,
  value: fc.Arbitrary<unknown> = anything,
): fc.Arbitrary<Record<string, unknown>> {
  const names = fc.constantFrom(...namesIn(tree), 'kind', 'epocs', 'toString', '__proto__');
  const kinds = Object.values(tree).flatMap((declared) =>
    isUnion(declared) ? Object.keys(declared.kinds) : [],
  );
  const sensible = fc.constantFrom<unknown>(1, 2, 0.5, 0, true, 'loss', ...kinds);
  const one = fc.oneof(sensible, value);
  const withKind = fc
    .tuple(fc.constantFrom(...kinds, 'strange'), fc.dictionary(names, one, { maxKeys: 2 }))
    .map(([kind, rest]) => ({ kind, ...rest }));
  const group = fc.dictionary(names, one, { maxKeys: 2 });
  return fc.dictionary(names, fc.oneof(one, kinds.length > 0 ? withKind : group, group), { maxKeys: 4 });
}
