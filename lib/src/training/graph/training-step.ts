import type { GraphLayer, Pass, Variable } from '../layers/layer.js';
import { applyUpdates, slotsOf, stepNumbersOf, type UpdateRule } from './apply-updates.js';
import { type BatchInput, batchPixels, mixRows, partnersOf } from './batch-input.js';
import type { Value } from './builder/graph.js';
import type { Operations } from './builder/operations.js';
import { randomBits } from './builder/random-bits.js';
import { crossEntropy } from './cross-entropy.js';
import { companions, dataset, feeds } from './names.js';
import type { RowDraws } from './take-pixels.js';

/** What a training step is made of. */
export interface StepPlan {
  readonly layers: readonly GraphLayer[];
  readonly input: BatchInput;
  /** Training images held. */
  readonly count: number;
  readonly batchSize: number;
  readonly labelSmoothing: number;
  readonly rule: UpdateRule;
}

/** What a step gives, and the nodes that change variables, which the next step has to wait for. */
export interface StepResult {
  readonly lossSum: Value;
  readonly rightSum: Value;
  readonly effects: readonly string[];
}

/** Inputs of the slice and handles of variables, by name. */
export type NamedValues = Readonly<Record<string, Value>>;

/** One step: batch, forward, loss, backward, update. */
export function addTrainingStep(
  ops: Operations,
  turn: Value,
  plan: StepPlan,
  values: NamedValues,
): StepResult {
  const { layers, rule } = plan;
  const effects: string[] = [];
  const reads = new Map<Variable, Value>();
  const seed = ops.cast(ops.row(values[feeds.seeds]!, turn), 'uint32');
  let draws = 0;
  const shared: SharedPass = {
    ops,
    training: true,
    read(variable) {
      if (!reads.has(variable)) reads.set(variable, ops.readVariable(values[variable.name]!, variable.shape));
      return reads.get(variable)!;
    },
    assign(variable, value) {
      effects.push(ops.assignVariable(values[variable.name]!, value));
    },
    randomBits: (rows, columns) => randomBits(ops, seed, [rows, columns], draws++),
  };
  const row = ops.row(values[feeds.numbers]!, turn);
  const numbers: NamedValues = Object.fromEntries(
    stepNumbersOf(rule).map((name, index) => [name, ops.row(row, ops.constant(index, 'int32'))]),
  );
  const { gradients, lossSum, rightSum } = forwardAndBackward(shared, turn, plan, values, numbers.strength);

  const variables = layers.flatMap((layer) => layer.variables);
  const updates = variables
    .filter(({ kind }) => kind !== 'statistic')
    .map((variable) => ({
      variable,
      handle: values[variable.name]!,
      slots: Object.fromEntries(
        slotsOf(variable, rule).map((slot) => [slot, values[companions.slot(variable, slot)]!]),
      ),
      gradient: gradients.get(variable)!,
      learningRate: numbers.learningRate!,
      numbers,
    }));
  effects.push(...applyUpdates(ops, updates, rule));
  if (rule.weightAveraging > 0)
    ops.scope.after([...effects], () => {
      for (const variable of variables) {
        const average = values[companions.average(variable)]!;
        const value = ops.readVariable(average, variable.shape);
        const gap = ops.subtract(value, ops.readVariable(values[variable.name]!, variable.shape));
        effects.push(ops.subtractFromVariable(average, ops.multiply(gap, numbers.averageShare!)));
      }
    });
  return { lossSum, rightSum, effects };
}

type SharedPass = Pick<Pass, 'ops' | 'training' | 'read' | 'assign' | 'randomBits'>;

/** Forward and backward pass of a batch. */
function forwardAndBackward(
  shared: SharedPass,
  turn: Value,
  { batchSize, count, input, labelSmoothing, layers }: StepPlan,
  values: NamedValues,
  strength: Value | undefined,
): { gradients: ReadonlyMap<Variable, Value>; lossSum: Value; rightSum: Value } {
  const { ops } = shared;
  const draws = rowDraws(ops, turn, batchSize, input, values);
  const labels = ops.gather(values[dataset.labels]!, draws.images);
  const { rows, columns } = input.images;
  const context = { ops, batchSize, rows, columns, randomBits: shared.randomBits, strength };
  const pixels = batchPixels(context, input, values[dataset.images]!, draws);
  const mixed = mixRows(ops, input, pixels, draws);

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
  let output = mixed?.pixels ?? pixels;
  const results = layers.map((layer) => {
    const result = layer.forward(pass, output);
    output = result.output;
    return result;
  });
  const partners = mixed && { labels: partnersOf(ops, labels), part: mixed.part };
  const { losses, logitsGradient } = crossEntropy(ops, output, { labels, partners, labelSmoothing });
  let gradient = ops.multiply(logitsGradient, rowWeights ?? 1 / batchSize);
  // Nothing before the first layer with weights wants a gradient.
  const firstTrained = layers.findIndex((layer) => layer.variables.length > 0);
  for (const result of results.slice(firstTrained).toReversed()) gradient = result.backward(gradient);

  const isRight = ops.cast(ops.equal(ops.argMax(output), labels), 'float');
  const counted = (row: Value) =>
    rowWeights
      ? ops.multiply(ops.sum(ops.multiply(row, ops.reshape(rowWeights, [batchSize])), [0]), size)
      : ops.sum(row, [0]);
  return { gradients, lossSum: counted(losses), rightSum: counted(isRight) };
}

/** What was drawn for the rows of one batch. */
function rowDraws(
  ops: Operations,
  turn: Value,
  batchSize: number,
  { augmentations }: BatchInput,
  values: NamedValues,
): RowDraws {
  const first = ops.multiply(turn, batchSize);
  const drawn = augmentations.filter(({ augmentation }) => augmentation.drawn);
  return {
    images: ops.rows(values[feeds.order]!, first, batchSize),
    augmentations: Object.fromEntries(
      drawn.map(({ name }) => [
        name,
        ops.reshape(ops.rows(values[feeds.drawn(name)]!, first, batchSize), [batchSize, 1]),
      ]),
    ),
  };
}
