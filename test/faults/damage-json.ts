import fc from 'fast-check';

/** A value that is invalid in most places of a JSON file. */
export const strange = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    -1,
    0,
    1.6,
    1e9,
    2 ** 53,
    -0.5,
    'abc',
    '',
    [],
    {},
    true,
    '../../etc/passwd',
    '__proto__',
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/** All positions in a JSON value, as paths. */
export function placesIn(value: unknown, way: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [way];
  const inside = Object.entries(value).flatMap(([key, each]) => placesIn(each, [...way, key]));
  return way.length > 0 ? [way, ...inside] : inside;
}

/** Replaces the value at a position. `undefined` removes it. */
export function put(target: object, way: readonly string[], value: unknown): void {
  const last = way.at(-1)!;
  let holder = target as Record<string, unknown>;
  for (const key of way.slice(0, -1)) {
    const next = holder[key];
    if (typeof next !== 'object' || next === null) return; // Replaced by an earlier change.
    holder = next as Record<string, unknown>;
  }
  if (value === undefined) delete holder[last];
  else holder[last] = value;
}
