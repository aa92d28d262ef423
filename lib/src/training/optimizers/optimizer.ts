import type { Optimizer as TfjsOptimizer, train } from '@tensorflow/tfjs-node';
import type { Variable } from '../../layers/layer.js';
import type { OptionTable, ResolvedValuesOf } from '../../options/option.js';
import type { TensorflowOperations } from '../../program/tensorflow/tensorflow-operations.js';
import type { Value } from '../../program/value.js';

/** tfjs's makers of optimizers; passed in, so that whoever only wants to know the options does not load tfjs. */
type TfjsTrain = typeof train;

/** One variable in a step, as an optimizer gets to know it. */
export interface Update {
  readonly ops: TensorflowOperations;
  readonly variable: Variable;
  /** The variable itself, to be read and changed. */
  readonly handle: Value;
  /** What is kept for the variable from step to step, by the optimizer's names for it. */
  readonly slots: Readonly<Record<string, Value>>;
  /** Gradient of the loss with respect to the variable, of its shape. */
  readonly gradient: Value;
  readonly learningRate: Value;
  /** The step's own numbers, by the optimizer's names for them. */
  readonly numbers: Readonly<Record<string, Value>>;
}

/** A way to change weights by their gradients, with its options: all that the rest of the training needs to know of it. */
export interface Optimizer {
  /** What is kept for each trained variable, of its shape and 0 at the start. */
  readonly slots: readonly string[];
  /** The numbers that depend on the step, counted from 0 over the whole training. Defaults to the learning rate alone. */
  numbersOfStep?(step: number): Readonly<Record<string, number>>;
  /** Adds the change of one variable to the graph. @returns the names of the nodes that change something. */
  update(update: Update): string[];
  /** The same as an optimizer of tfjs, where it has one: for networks that the graph cannot train. */
  inTfjs?(train: TfjsTrain, learningRate: number): TfjsOptimizer;
}

/** A row of the table of optimizers. */
export interface OptimizerDefinition<Table extends OptionTable = OptionTable> {
  /** What it is, as a phrase without a capital or a stop. */
  readonly help: string;
  readonly options: Table;
  create(options: ResolvedValuesOf<Table>): Optimizer;
}

/** Declares an optimizer; the table's own types hold in it. */
export function defineOptimizer<const Table extends OptionTable>(
  definition: OptimizerDefinition<Table>,
): OptimizerDefinition {
  return definition as unknown as OptimizerDefinition;
}
