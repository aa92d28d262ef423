/** What was given: a value of `undefined` would be one, to those who look at the keys. */
export function withoutUndefined<Values extends object>(
  values: Values,
): Partial<Values> & Record<string, unknown> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Partial<Values> & Record<string, unknown>;
}
