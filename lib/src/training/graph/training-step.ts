import type { Pass, Variable } from '../../layers/layer.js';
import { logitsOf, type Network } from '../../layers/network.js';
import { gradients } from '../../program/gradients.js';
import type { Operations } from '../../program/operations.js';
import { randomBits } from '../../program/random-numbers.js';
import { type Products, TensorflowOperations } from '../../program/tensorflow/tensorflow-operations.js';
import type { Value } from '../../program/value.js';
import { applyUpdates, slotsOf, stepNumbersOf, type UpdateRule } from './apply-updates.js';
import { type BatchInput, batchPixels, mixRows, partnersOf, type RowDraws } from './batch-input.js';
import { companions, dataset, feeds } from './names.js';

/** Everything from which a training step is built. */
export interface StepPlan {
  readonly network: Network;
  readonly input: BatchInput;
  /** Number of training images. */
  readonly count: number;
  readonly batchSize: number;
  readonly labelSmoothing: number;
  /** The factor of each class in the loss, by class index. */
  readonly classFactors?: Float32Array;
  /** Precision of products in layers and gradients. */
  readonly products: Products;
  readonly rule: UpdateRule;
}

/** The results of a step, and the nodes that change variables, which the next step must wait for. */
export interface StepResult {
  readonly lossSum: Value;
  readonly rightSum: Value;
  readonly effects: readonly string[];
}

/** Inputs of the slice and handles of variables, by name. */
export type NamedValues = Readonly<Record<string, Value>>;

/** Adds one step to the graph: batch, forward pass, loss, backward pass, update. */
export function addTrainingStep(
  ops: TensorflowOperations,
  turn: Value,
  plan: StepPlan,
  values: NamedValues,
): StepResult {
  const { network, rule } = plan;
  const effects: string[] = [];
  const reads = new Map<Variable, Value>();
  const seed = ops.cast(ops.row(values[feeds.seeds]!, turn), 'uint32');
  let draws = 0;
  const layerOps = new TensorflowOperations(ops.scope, plan.products);
  const shared: SharedPass = {
    ops: layerOps,
    training: true,
    read(variable) {
      if (!reads.has(variable)) reads.set(variable, ops.readVariable(values[variable.name]!, variable.shape));
      return reads.get(variable)!;
    },
    assign(variable, value) {
      effects.push(ops.assignVariable(values[variable.name]!, value));
    },
    randomBits: (shape) => randomBits(ops, seed, shape, draws++),
  };
  const row = ops.row(values[feeds.numbers]!, turn);
  const numbers: NamedValues = Object.fromEntries(
    stepNumbersOf(rule).map((name, index) => [name, ops.row(row, ops.constant(index, 'int32'))]),
  );
  const batch = forwardPass(shared, ops, turn, plan, values, numbers.strength);

  const { variables } = network;
  const trained = variables.filter(({ kind }) => kind !== 'statistic');
  const found = gradients(layerOps, batch.losses, batch.share, trained.map(shared.read));
  const updates = trained.map((variable, index) => ({
    variable,
    handle: values[variable.name]!,
    slots: Object.fromEntries(
      slotsOf(variable, rule).map((slot) => [slot, values[companions.slot(variable, slot)]!]),
    ),
    gradient: found[index]!,
    learningRate: numbers.learningRate!,
    numbers,
  }));
  effects.push(...applyUpdates(ops, updates, rule));
  if (rule.emaDecay > 0)
    ops.scope.after([...effects], () => {
      for (const variable of variables) {
        const average = values[companions.average(variable)]!;
        const value = ops.readVariable(average, variable.shape);
        const gap = ops.subtract(value, ops.readVariable(values[variable.name]!, variable.shape));
        effects.push(ops.subtractFromVariable(average, ops.multiply(gap, numbers.averageShare!)));
      }
    });
  return { lossSum: batch.lossSum, rightSum: batch.rightSum, effects };
}

type SharedPass = Omit<Pass, 'rowWeights'>;

interface BatchLoss {
  /** Loss of each row. */
  readonly losses: Value;
  /** Weight of each row's loss in the batch: N × 1, or a scalar. */
  readonly share: Value;
  readonly lossSum: Value;
  readonly rightSum: Value;
}

/** The forward pass of a batch, up to the loss. */
function forwardPass(
  shared: SharedPass,
  ops: TensorflowOperations,
  turn: Value,
  { batchSize, classFactors, count, input, labelSmoothing, network }: StepPlan,
  values: NamedValues,
  strength: Value | undefined,
): BatchLoss {
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
  const logits = logitsOf(network.classify({ ...shared, rowWeights }, mixed?.pixels ?? pixels))!;
  const partners = mixed && { labels: partnersOf(ops, labels), part: mixed.part };
  const losses = ops.crossEntropy(logits, targetsOf(ops, labels, partners, labelSmoothing, logits.shape[1]!));
  const factors = classFactors && factorsOf(ops, labels, partners, classFactors);

  const isRight = ops.cast(ops.equal(ops.argMax(logits), labels), 'float');
  const counted = (row: Value) =>
    rowWeights
      ? ops.multiply(ops.sum(ops.multiply(row, ops.reshape(rowWeights, [batchSize])), [0]), size)
      : ops.sum(row, [0]);
  const share = rowWeights ?? ops.constant(1 / batchSize, 'float');
  return {
    losses,
    share: factors ? ops.multiply(ops.reshape(factors, [batchSize, 1]), share) : share,
    lossSum: counted(factors ? ops.multiply(losses, factors) : losses),
    rightSum: counted(isRight),
  };
}

/** The factor of each row's loss, N: its class's factor, or a weighted mean for mixed rows. */
function factorsOf(
  ops: TensorflowOperations,
  labels: Value,
  partners: Partners | undefined,
  classFactors: Float32Array,
): Value {
  const table = ops.numbers(classFactors, 'float', [classFactors.length]);
  const own = ops.gather(table, labels);
  if (!partners) return own;
  const other = ops.gather(table, partners.labels);
  return ops.add(other, ops.multiply(ops.subtract(own, other), ops.reshape(partners.part, own.shape)));
}

/** The labels of the rows that a batch was mixed with, and the weight of each row's own image, N × 1. */
interface Partners {
  readonly labels: Value;
  readonly part: Value;
}

/** The targets: N class indices, or N × classes probabilities if labels are smoothed or mixed. */
function targetsOf(
  ops: Operations,
  labels: Value,
  partners: Partners | undefined,
  labelSmoothing: number,
  classCount: number,
): Value {
  if (labelSmoothing === 0 && !partners) return labels;
  const off = labelSmoothing / classCount;
  const rows = (of: Value) => ops.oneHot(of, classCount, 1 - labelSmoothing + off, off);
  if (!partners) return rows(labels);
  const other = rows(partners.labels);
  return ops.add(other, ops.multiply(ops.subtract(rows(labels), other), partners.part));
}

/** The random draws for the rows of one batch. */
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
