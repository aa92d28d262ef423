import type { Optimizer as TfjsOptimizer, train } from '@tensorflow/tfjs-node';
import type { Variable } from '../../layers/layer.js';
import type { OptionTable, ResolvedValuesOf } from '../../options/option.js';
import type { TensorflowOperations } from '../../program/tensorflow/tensorflow-operations.js';
import type { Value } from '../../program/value.js';

/** tfjs's factories of optimizers, passed in, so that listing the options does not load tfjs. */
type TfjsTrain = typeof train;

type TfjsConfig = ReturnType<TfjsOptimizer['getConfig']>;

/** The update of one variable in a step. */
export interface Update {
  readonly ops: TensorflowOperations;
  readonly variable: Variable;
  /** The variable's handle, to read and change it. */
  readonly handle: Value;
  /** The optimizer's state for the variable, by its names. */
  readonly slots: Readonly<Record<string, Value>>;
  /** Gradient of the loss with respect to the variable, in its shape. */
  readonly gradient: Value;
  readonly learningRate: Value;
  /** Values that change per step, by the optimizer's names. */
  readonly numbers: Readonly<Record<string, Value>>;
}

/** A rule that updates weights by their gradients. */
export interface Optimizer {
  /** Names of the state per trained variable, in its shape and 0 at the start. */
  readonly slots: readonly string[];
  /**
   * The values that depend on the step, counted from 0 over the whole run, in addition to the learning rate.
   * Defaults to none.
   */
  numbersOfStep?(step: number): Readonly<Record<string, number>>;
  /** Adds the update of one variable to the graph. @returns the names of the nodes that change variables. */
  update(update: Update): string[];
  /** The equivalent optimizer of tfjs, if there is one, for networks that the graph cannot train. */
  inTfjs?(train: TfjsTrain, learningRate: number): TfjsOptimizer;
}

/** A row of the table of optimizers. */
export interface OptimizerDefinition<Table extends OptionTable = OptionTable> {
  /** A phrase for the help, without a capital or a full stop. */
  readonly help: string;
  readonly options: Table;
  create(options: ResolvedValuesOf<Table>): Optimizer;
  /**
   * Converts optimizers of tfjs to this one, by the name of their class: returns the options for a
   * configuration, or `undefined` if no options give the same updates.
   */
  readonly fromTfjs?: Readonly<
    Record<string, (config: TfjsConfig) => { readonly [Name in keyof Table]?: unknown } | undefined>
  >;
}

/** Declares an optimizer with typed options. */
export function defineOptimizer<const Table extends OptionTable>(
  definition: OptimizerDefinition<Table>,
): OptimizerDefinition {
  return definition as unknown as OptimizerDefinition;
}
