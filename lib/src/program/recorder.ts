import { applyOperation } from './apply-operation.js';
import { Operations } from './operations.js';
import type { Attributes, ElementType, Numbers, Result, Value } from './value.js';

/** Records the operations of a program, for backends that optimise it as a whole. */
export class Recorder extends Operations {
  private count = 0;

  /** @param check is called with each primitive operation, and throws if the backend does not support it. */
  constructor(private readonly check: (operation: string) => void = () => {}) {
    super();
  }

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

/** The values that a result depends on, in topological order, ending with the result. */
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
