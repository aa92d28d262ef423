import type { Primitive } from './operation.js';
import { operations } from './operation-table.js';
import type { Operations } from './operations.js';
import type { Application, Result, Value } from './value.js';

/**
 * Applies an operation. The backend computes primitive operations, and composite operations are built from
 * these.
 */
export function applyOperation(
  ops: Operations,
  use: Application,
  make: (operation: Primitive, result: Result) => Value,
): Value {
  const operation = operations[use.operation]!;
  if ('compose' in operation)
    return { ...operation.compose(ops, use.inputs, use.attributes), composite: use };
  return { ...make(operation, operation.result(use.inputs, use.attributes)), source: use };
}
