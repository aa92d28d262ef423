import { applyOperation } from '../apply-operation.js';
import { Operations } from '../operations.js';
import type { Attributes, ElementType, Numbers, Value } from '../value.js';
import type { Scope } from './graph.js';

/**
 * How sums of products are computed: in float32, in bfloat16, or in float32 with inputs and results rounded to
 * bfloat16, for processors without bfloat16 instructions. On these processors, TensorFlow's bfloat16 kernels
 * take up to twelve times as long, and also accumulate in bfloat16.
 */
export type Products = 'float32' | 'bfloat16' | 'emulated';

/** Writes operations as nodes of a TensorFlow graph, including those that read and change variables. */
export class TensorflowOperations extends Operations {
  constructor(
    readonly scope: Scope,
    private readonly products: Products = 'float32',
  ) {
    super();
  }

  numbers(values: Numbers, type: ElementType, shape: readonly number[]): Value {
    return this.scope.constant(values, type, shape);
  }

  use(operation: string, inputs: readonly Value[], attributes: Attributes): Value {
    return applyOperation(this, { operation, inputs, attributes }, (primitive, result) => {
      if (this.products === 'float32' || !primitive.sumsProducts)
        return primitive.tensorflow(this.scope, inputs, attributes, result);
      // A value used in many products is rounded once, because nodes without side effects are shared.
      const rounded = inputs.map((input) => this.cast(input, 'bfloat16'));
      if (this.products === 'bfloat16') {
        const narrow = { ...result, type: 'bfloat16' } as const;
        return this.cast(primitive.tensorflow(this.scope, rounded, attributes, narrow), 'float');
      }
      const wide = rounded.map((input) => this.cast(input, 'float'));
      const sum = primitive.tensorflow(this.scope, wide, attributes, result);
      return this.cast(this.cast(sum, 'bfloat16'), 'float');
    });
  }

  /** A named input of each run. */
  placeholder(name: string, type: ElementType, shape: readonly number[]): Value {
    const attributes = { dtype: { type }, shape: { shape } };
    return this.scope.node('Placeholder', [], attributes, { name: 'output', type, shape }, name);
  }

  /** A variable's value at the time the node runs. */
  readVariable(handle: Value, shape: readonly number[], type: ElementType = 'float'): Value {
    return this.scope.node('ReadVariableOp', [handle], { dtype: { type } }, { name: 'value', type, shape });
  }

  /** @returns the name of the node that changes the variable. */
  assignVariable(handle: Value, value: Value): string {
    return this.scope.effect('AssignVariableOp', [handle, value], { dtype: { type: value.type } });
  }

  /** @returns the name of the node that changes the variable. */
  subtractFromVariable(handle: Value, value: Value): string {
    return this.scope.effect('AssignSubVariableOp', [handle, value], { dtype: { type: value.type } });
  }

  /** A value with a given name, by which it can be fetched. */
  identity({ reference, node, type, shape }: Value, name?: string): Value {
    const input = { reference, node, type, shape };
    return this.scope.node('Identity', [input], { T: { type } }, { name: 'output', type, shape }, name);
  }
}
