import { operations } from './operation-table.js';
import type { Operations } from './operations.js';
import type { Application, Value } from './value.js';

/**
 * Derives gradients in reverse mode, from `of` back to the `wanted` values.
 *
 * @param seed gradient of the loss with respect to `of`, in its shape.
 * @returns the gradient with respect to each value of `wanted`, in its shape, or undefined if `of` does not
 *   depend on it.
 * @throws {Error} if an operation in between has no gradient.
 */
export function gradients(
  ops: Operations,
  of: Value,
  seed: Value,
  wanted: readonly Value[],
): (Value | undefined)[] {
  const leads = waysTo(wanted);
  const found = new Map<Value, Value>([[of, seed]]);
  for (const value of backwards(of, leads)) {
    const use = useOf(value);
    const gradient = found.get(value);
    if (!use || !gradient) continue;
    const { gradient: rule } = operations[use.operation]!;
    if (!rule) throw new Error(`Deriving gradients: the operation ${use.operation} has none.`);
    const builders = rule({ ops, ...use, output: value, gradient });
    use.inputs.forEach((input, index) => {
      const build = leads(input) ? builders[index] : undefined;
      if (!build) return;
      const before = found.get(input);
      found.set(input, before ? ops.add(before, build()) : build());
    });
  }
  return wanted.map((value) => found.get(value));
}

function useOf({ composite, source }: Value): Application | undefined {
  return composite ?? source;
}

/** Returns a function that tells whether a value depends on a wanted value, through floats only. */
function waysTo(wanted: readonly Value[]): (value: Value) => boolean {
  const known = new Map<Value, boolean>(wanted.map((value) => [value, true]));
  const leads = (value: Value): boolean => {
    let answer = known.get(value);
    if (answer === undefined) {
      answer = value.type === 'float' && (useOf(value)?.inputs.some(leads) ?? false);
      known.set(value, answer);
    }
    return answer;
  };
  return leads;
}

/** The values on the way from the wanted values to `of`, including `of`, in reverse topological order. */
function backwards(of: Value, leads: (value: Value) => boolean): Value[] {
  const order: Value[] = [];
  const seen = new Set<Value>();
  const visit = (value: Value): void => {
    if (seen.has(value) || !leads(value)) return;
    seen.add(value);
    for (const input of useOf(value)?.inputs ?? []) visit(input);
    order.push(value);
  };
  visit(of);
  return order.reverse();
}
