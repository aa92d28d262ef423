import { applyOperation } from './apply-operation.js';
import { Operations } from './operations.js';
import type { Attributes, ElementType, Numbers, Result, Value } from './value.js';

/** Records the operations of a program, for backends that optimise all of it before they write it. */
export class Recorder extends Operations {
  private count = 0;

  /** @param check is told each primitive operation, and throws if the backend has no form of it. */
  constructor(private readonly check: (operation: string) => void = () => {}) {
    super();
  }

  /** What the program gets. */
  input(type: ElementType, shape: readonly number[]): Value {
    return this.made({ type, shape });
  }

  numbers(values: Numbers, type: ElementType, shape: readonly number[]): Value {
    return { ...this.made({ type, shape }), constant: values };
  }

  use(operation: string, inputs: readonly Value[], attributes: Attributes): Value {
    return applyOperation(this, { operation, inputs, attributes }, (_, result) => {
      this.check(operation);
      return this.made(result);
    });
  }

  private made({ type, shape }: Result): Value {
    const reference = `value_${this.count++}`;
    return { reference, node: reference, type, shape };
  }
}

/** The values that lead to a result, each after what it is computed from, the result last. */
export function inOrder(result: Value): Value[] {
  const order = new Set<Value>();
  const visit = (value: Value): void => {
    if (order.has(value)) return;
    for (const input of value.source?.inputs ?? []) visit(input);
    order.add(value);
  };
  visit(result);
  return [...order];
}
