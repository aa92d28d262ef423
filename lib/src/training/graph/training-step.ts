import type { Pass, Variable } from '../layers/layer.js';
import { batchBytes, scalePixels } from './batch-input.js';
import type { Value } from './builder/graph.js';
import type { Operations } from './builder/operations.js';
import { randomBits } from './builder/random-bits.js';
import { crossEntropy } from './cross-entropy.js';
import { companions, dataset, feeds } from './names.js';
import { applyUpdates, type StepNumbers, stepNumbers } from './optimizer.js';
import type { TrainingGraphOptions } from './program.js';

/** What a step gives, and the nodes that change variables, which the next step has to wait for. */
export interface StepResult {
  readonly lossSum: Value;
  readonly rightSum: Value;
  readonly effects: readonly string[];
}

/** Inputs of the slice and handles of variables, by name. */
export type NamedValues = Readonly<Record<string, Value>>;

/** One step: batch, forward, loss, backward, update. */
export function addStep(
  ops: Operations,
  turn: Value,
  options: TrainingGraphOptions,
  values: NamedValues,
): StepResult {
  const { scope } = ops;
  const { layers, averages } = options;
  const effects: string[] = [];
  const reads = new Map<Variable, Value>();
  const readNow = (handle: string, { shape }: Variable) =>
    scope.node(
      'ReadVariableOp',
      [values[handle]!],
      { dtype: { type: 'float' } },
      { name: 'value', type: 'float', shape },
    );
  const seed = ops.cast(ops.row(values[feeds.seeds]!, turn), 'uint32');
  let draws = 0;
  const shared: Pick<Pass, 'ops' | 'training' | 'read' | 'assign' | 'randomBits'> = {
    ops,
    training: true,
    read(variable) {
      if (!reads.has(variable)) reads.set(variable, readNow(variable.name, variable));
      return reads.get(variable)!;
    },
    assign(variable, value) {
      effects.push(
        scope.effect('AssignVariableOp', [values[variable.name]!, value], { dtype: { type: 'float' } }),
      );
    },
    randomBits: (length) => randomBits(ops, seed, length, draws++),
  };
  const { gradients, lossSum, rightSum } = forwardAndBackward(shared, turn, options, values);

  const numbersRow = ops.row(values[feeds.numbers]!, turn);
  const numbers = Object.fromEntries(
    stepNumbers.map((name, index) => [name, ops.row(numbersRow, ops.constant(index, 'int32'))]),
  ) as Record<keyof StepNumbers, Value>;
  const variables = layers.flatMap((layer) => layer.variables);
  const updates = variables
    .filter(({ kind }) => kind !== 'statistic')
    .map((variable) => ({
      variable,
      gradient: gradients.get(variable)!,
      value: values[variable.name]!,
      moment1: values[companions(variable).moment1]!,
      moment2: values[companions(variable).moment2]!,
    }));
  effects.push(...applyUpdates(ops, updates, numbers, options.optimizer));
  if (averages)
    scope.after([...effects], () => {
      for (const variable of variables) {
        const { average } = companions(variable);
        const gap = ops.subtract(readNow(average, variable), readNow(variable.name, variable));
        const change = ops.multiply(gap, numbers.averageShare);
        effects.push(
          scope.effect('AssignSubVariableOp', [values[average]!, change], { dtype: { type: 'float' } }),
        );
      }
    });
  return { lossSum, rightSum, effects };
}

/** Forward and backward pass of a batch. */
function forwardAndBackward(
  shared: Pick<Pass, 'ops' | 'training' | 'read' | 'assign' | 'randomBits'>,
  turn: Value,
  { batchSize, count, input, labelSmoothing, layers }: TrainingGraphOptions,
  values: NamedValues,
): { gradients: ReadonlyMap<Variable, Value>; lossSum: Value; rightSum: Value } {
  const { ops } = shared;
  const first = ops.multiply(turn, batchSize);
  const rowsOf = (name: string) => (values[name] ? ops.rows(values[name], first, batchSize) : undefined);
  const draws = { images: rowsOf(feeds.order)!, shifts: rowsOf(feeds.shifts), flips: rowsOf(feeds.flips) };
  const labels = ops.gather(values[dataset.labels]!, draws.images);
  const bytes = batchBytes(ops, input, values[dataset.images]!, draws);
  const pixels = scalePixels(ops, bytes, input.scaling);
  const parts = rowsOf(feeds.parts);
  const part = parts && ops.reshape(parts, [batchSize, 1]);
  const mix = (value: Value) => {
    const other = ops.reverseRows(value);
    return ops.add(other, ops.multiply(ops.subtract(value, other), part!));
  };

  const size = ops.row(values[feeds.sizes]!, turn);
  const place = ops.cast(ops.range(batchSize, 'int32'), 'float');
  const isReal = ops.reshape(ops.less(place, size), [batchSize, 1]);
  const rowWeights = count % batchSize === 0 ? undefined : ops.select(isReal, ops.divide(1, size), 0);
  const gradients = new Map<Variable, Value>();
  const pass: Pass = {
    ...shared,
    rowWeights,
    gradient: (variable, value) => void gradients.set(variable, value),
  };
  let output = part ? mix(pixels) : pixels;
  const steps = layers.map((layer) => {
    const step = layer.forward(pass, output);
    output = step.output;
    return step;
  });
  const mixed = part && { labels: ops.reverseRows(labels), part };
  const { losses, logitsGradient } = crossEntropy(ops, output, { labels, mixed, labelSmoothing });
  let gradient = ops.multiply(logitsGradient, rowWeights ?? 1 / batchSize);
  // Nothing before the first layer with weights wants a gradient.
  const firstTrained = layers.findIndex((layer) => layer.variables.length > 0);
  for (const step of steps.slice(firstTrained).toReversed()) gradient = step.backward(gradient);

  const isRight = ops.cast(ops.equal(ops.argMax(output), labels), 'float');
  const counted = (row: Value) =>
    rowWeights
      ? ops.multiply(ops.sum(ops.multiply(row, ops.reshape(rowWeights, [batchSize])), [0]), size)
      : ops.sum(row, [0]);
  return { gradients, lossSum: counted(losses), rightSum: counted(isRight) };
}
