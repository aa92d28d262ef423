import type { Variable } from '../layers/layer.js';
import type { Value } from './builder/graph.js';
import type { Operations } from './builder/operations.js';

const beta1 = 0.9;
const beta2 = 0.999;
/** As in tfjs and Keras. */
const epsilon = 1e-7;

/** What differs between trainings. */
export interface OptimizerSettings {
  /** Part of each weight taken off a step, times the learning rate. */
  readonly weightDecay: number;
  /** Largest norm of all gradients together; infinite for no limit. */
  readonly gradientClipNorm: number;
}

/** The numbers of one step, which depend on how many steps were taken. */
export const stepNumbers = [
  'learningRate',
  'adamPower1',
  'adamPower2',
  'adamEpsilon',
  'averageShare',
] as const;
export type StepNumbers = Readonly<Record<(typeof stepNumbers)[number], number>>;

/**
 * @param step counted from 0 over the whole training.
 * @param averaging decay of the moving average of weights, 0 for none.
 */
export function numbersOfStep(step: number, learningRate: number, averaging: number): StepNumbers {
  const power2 = beta2 ** (step + 1);
  // Early on the average follows faster, or it would stay near the initial weights (as TensorFlow's own does).
  const decay = Math.min(averaging, (1 + step) / (10 + step));
  return {
    learningRate,
    adamPower1: beta1 ** (step + 1),
    adamPower2: power2,
    // TensorFlow's kernel adds epsilon before it corrects the second moment's bias; tfjs, Keras and the paper
    // after. This makes them the same.
    adamEpsilon: epsilon * Math.sqrt(1 - power2),
    averageShare: 1 - decay,
  };
}

/** A trained variable with Adam's two moments and its gradient in this step. */
export interface Update {
  readonly variable: Variable;
  /** Handles of the variable and of its moments. */
  readonly value: Value;
  readonly moment1: Value;
  readonly moment2: Value;
  readonly gradient: Value;
}

/**
 * One step of Adam (Kingma and Ba 2015) or, with weight decay, AdamW (Loshchilov and Hutter 2019).
 *
 * @returns the names of the nodes that change variables.
 */
export function applyUpdates(
  ops: Operations,
  updates: readonly Update[],
  numbers: Readonly<Record<keyof StepNumbers, Value>>,
  settings: OptimizerSettings,
): string[] {
  const scale = clippingScale(ops, updates, settings.gradientClipNorm);
  return updates.map(({ variable, value, moment1, moment2, gradient }) => {
    const clipped = scale ? ops.multiply(gradient, scale) : gradient;
    const waitFor = decay(ops, variable, value, numbers.learningRate, settings.weightDecay, gradient);
    const inputs = [
      value,
      moment1,
      moment2,
      numbers.adamPower1,
      numbers.adamPower2,
      numbers.learningRate,
      ops.constant(beta1, 'float'),
      ops.constant(beta2, 'float'),
      numbers.adamEpsilon,
      clipped,
    ];
    return ops.scope.after(waitFor, () =>
      ops.scope.effect('ResourceApplyAdam', inputs, { T: { type: 'float' } }),
    );
  });
}

/** Takes the decay off a weight once its gradient is known, so that the step itself saw it whole. */
function decay(
  ops: Operations,
  { kind, shape }: Variable,
  handle: Value,
  learningRate: Value,
  weightDecay: number,
  gradient: Value,
): string[] {
  if (weightDecay === 0 || kind !== 'weight') return [];
  const { scope } = ops;
  return scope.after([gradient.node], () => {
    const value = scope.node(
      'ReadVariableOp',
      [handle],
      { dtype: { type: 'float' } },
      { name: 'value', type: 'float', shape },
    );
    const part = ops.multiply(value, ops.multiply(learningRate, weightDecay));
    return [scope.effect('AssignSubVariableOp', [handle, part], { dtype: { type: 'float' } })];
  });
}

function clippingScale(ops: Operations, updates: readonly Update[], largest: number): Value | undefined {
  if (largest === Number.POSITIVE_INFINITY) return undefined;
  const squares = updates.map(({ gradient }) =>
    ops.sum(
      ops.square(gradient),
      gradient.shape.map((_, axis) => axis),
    ),
  );
  const norm = ops.squareRoot(squares.reduce((total, square) => ops.add(total, square)));
  return ops.divide(largest, ops.maximum(norm, largest));
}
