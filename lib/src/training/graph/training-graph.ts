import { type BatchInput, heldLength, movedPixels, movesPixels, scalePixels } from './batch-input.js';
import { Graph, type Output, type Scope, type Value } from './graph.js';
import type { GraphLayer, Pass, Variable } from './layers/layer.js';
import { addLoop } from './loop.js';
import { crossEntropy } from './loss.js';
import { Operations } from './operations.js';
import { applyUpdates, type OptimizerSettings, type StepNumbers, stepNumbers } from './optimizer.js';

/** Everything that is fixed while a graph is used. */
export interface TrainingGraphOptions {
  readonly layers: readonly GraphLayer[];
  readonly input: BatchInput;
  /** Training images held. */
  readonly count: number;
  readonly batchSize: number;
  /** Largest number of steps in one call. */
  readonly sliceSteps: number;
  readonly labelSmoothing: number;
  readonly optimizer: OptimizerSettings;
  readonly averages: boolean;
  /** Compiles the slice with XLA. */
  readonly compiled: boolean;
}

/** Names of the nodes that a session feeds and fetches. */
export const feeds = {
  images: 'images',
  labels: 'labels',
  count: 'count',
  order: 'order',
  sizes: 'sizes',
  seeds: 'seeds',
  numbers: 'numbers',
  shifts: 'shifts',
  flips: 'flips',
  parts: 'parts',
} as const;

/** Names of a variable's placeholder, and of the nodes that write and read it. */
export const nodesOf = (variable: string) => ({
  value: `value_of_${variable}`,
  write: `write_${variable}`,
  read: `read_${variable}`,
});

/** A variable's handle in the graph, its own and those of what belongs to it. */
interface Handles {
  readonly value: Value;
  readonly moment1?: Value;
  readonly moment2?: Value;
  readonly average?: Value;
}

/** Names of the variables that go with one of the model's. */
export const companions = (variable: Variable) => ({
  moment1: `${variable.name}_moment1`,
  moment2: `${variable.name}_moment2`,
  average: `${variable.name}_average`,
});

/** The whole graph: data and weights in variables, `slice` to train some steps, `evaluate` for the logits. */
export function buildTrainingGraph(options: TrainingGraphOptions): Graph {
  const graph = new Graph();
  const { layers, count, input } = options;
  const ops = new Operations(graph);
  const variables = layers.flatMap((layer) => layer.variables);
  const images = addVariable(graph, ops, feeds.images, 'uint8', [count, heldLength(input)]);
  const labels = addVariable(graph, ops, feeds.labels, 'int32', [count]);
  const handles = new Map<Variable, Handles>();
  for (const variable of variables) {
    const { moment1, moment2, average } = companions(variable);
    const add = (name: string) => addVariable(graph, ops, name, 'float', variable.shape);
    handles.set(variable, {
      value: add(variable.name),
      ...(variable.kind === 'statistic' ? {} : { moment1: add(moment1), moment2: add(moment2) }),
      ...(options.averages ? { average: add(average) } : {}),
    });
  }
  addSlice(graph, options, { images, labels, handles });
  addEvaluation(graph, ops, options, handles);
  return graph;
}

function addVariable(
  graph: Graph,
  ops: Operations,
  name: string,
  type: Value['type'],
  shape: readonly number[],
): Value {
  const output = (argument: string) => ({ name: argument, type, shape });
  const nodes = nodesOf(name);
  const handle = graph.node(
    'VarHandleOp',
    [],
    { dtype: { type }, shape: { shape }, shared_name: { bytes: name } },
    { name: 'resource', type: 'resource', shape: [] },
    `variable_${name}`,
  );
  const value = graph.node(
    'Placeholder',
    [],
    { dtype: { type }, shape: { shape } },
    output('output'),
    nodes.value,
  );
  const assigned = graph.effect('AssignVariableOp', [handle, value], { dtype: { type } });
  graph.after([assigned], () => ops.identity(ops.constant(1, 'int32'), nodes.write));
  graph.node('ReadVariableOp', [handle], { dtype: { type } }, output('value'), nodes.read);
  return handle;
}

/** Names of what a slice is trained on. */
const data = { images: 'slice_images', labels: 'slice_labels', allImages: 'all_images' } as const;

/**
 * Adds the slice's images and labels to its inputs. Whole images are gathered here, row after row of bytes, because
 * TensorFlow copies rows faster than XLA does; pixels of moved or mirrored ones are looked up one by one in the step.
 */
function addData(
  graph: Graph,
  { input, count }: TrainingGraphOptions,
  held: Held,
  inputs: Record<string, Value>,
): void {
  const ops = new Operations(graph);
  const read = (handle: Value, type: Value['type'], shape: readonly number[]) =>
    graph.node('ReadVariableOp', [handle], { dtype: { type } }, { name: 'value', type, shape });
  const images = read(held.images, 'uint8', [count, heldLength(input)]);
  if (movesPixels(input)) inputs[data.allImages] = images;
  else inputs[data.images] = ops.gather(images, inputs[feeds.order]!);
  inputs[data.labels] = ops.gather(read(held.labels, 'int32', [count]), inputs[feeds.order]!);
}

interface Held {
  readonly images: Value;
  readonly labels: Value;
  readonly handles: ReadonlyMap<Variable, Handles>;
}

/** Adds the training of some steps: a function with a loop, its placeholders, and a node for each result. */
function addSlice(graph: Graph, options: TrainingGraphOptions, held: Held): void {
  const { sliceSteps: steps, batchSize, input } = options;
  const rows = steps * batchSize;
  const wanted: Record<string, Output> = {
    [feeds.count]: { name: feeds.count, type: 'int32', shape: [] },
    [feeds.order]: { name: feeds.order, type: 'int32', shape: [rows] },
    [feeds.sizes]: { name: feeds.sizes, type: 'float', shape: [steps] },
    [feeds.seeds]: { name: feeds.seeds, type: 'int32', shape: [steps] },
    [feeds.numbers]: { name: feeds.numbers, type: 'float', shape: [steps, stepNumbers.length] },
    ...(input.margin > 0 ? { [feeds.shifts]: { name: feeds.shifts, type: 'int32', shape: [rows] } } : {}),
    ...(input.flips ? { [feeds.flips]: { name: feeds.flips, type: 'int32', shape: [rows] } } : {}),
    ...(input.mixes ? { [feeds.parts]: { name: feeds.parts, type: 'float', shape: [rows] } } : {}),
  };
  const inputs: Record<string, Value> = {};
  for (const [name, output] of Object.entries(wanted)) {
    const attributes = { dtype: { type: output.type }, shape: { shape: output.shape } };
    inputs[name] = graph.node('Placeholder', [], attributes, { ...output, name: 'output' }, name);
  }
  addData(graph, options, held, inputs);
  const flatHandles: Record<string, Value> = {};
  for (const [{ name }, handles] of held.handles)
    for (const [role, handle] of Object.entries(handles)) flatHandles[`${name}_${role}`] = handle as Value;
  Object.assign(inputs, flatHandles);

  const names = Object.keys(inputs);
  const build = (scope: Scope, values: readonly Value[]) => {
    const named = Object.fromEntries(names.map((name, index) => [name, values[index]!]));
    return addTrainingLoop(graph, scope, options, named, held);
  };
  let results: readonly Value[];
  if (options.compiled) {
    const values = Object.values(inputs);
    const formal = values.map(({ type, shape }, index) => ({ name: `input_${index}`, type, shape }));
    graph.defineFunction('train_slice', formal, build, true);
    const outputs = sliceResults.map(
      (_, index): Output => ({ name: 'output', type: index === 0 ? 'int32' : 'float', shape: [] }),
    );
    const attributes = {
      Tin: { types: values.map(({ type }) => type) },
      Tout: { types: outputs.map(({ type }) => type) },
      f: { call: 'train_slice' },
      _XlaMustCompile: true,
    };
    results = graph.nodeWithOutputs('StatefulPartitionedCall', values, attributes, outputs);
  } else results = build(graph, Object.values(inputs));
  const ops = new Operations(graph);
  sliceResults.forEach((name, index) => {
    ops.identity(results[index]!, name);
  });
}

/** What a slice gives: steps done, sum of the losses and number of rows classified right. */
export const sliceResults = ['stepsDone', 'lossSum', 'rightSum'] as const;

function addTrainingLoop(
  graph: Graph,
  scope: Scope,
  options: TrainingGraphOptions,
  inputs: Readonly<Record<string, Value>>,
  held: Held,
): readonly Value[] {
  const ops = new Operations(scope);
  const { [feeds.count]: count, ...fixed } = inputs;
  return addLoop(graph, scope, {
    name: 'steps',
    count: count!,
    carried: [ops.constant(0, 'float'), ops.constant(0, 'float')],
    fixed,
    // A loss that is not a number is not less than infinity either.
    goOn: (inner, [lossSum]) => inner.less(lossSum!, Number.POSITIVE_INFINITY),
    body: (inner, turn, [lossSum, rightSum], values) => {
      const { loss, right, effects } = addStep(inner, turn, options, values, held);
      return inner.scope.after(effects, () => [
        inner.identity(inner.add(lossSum!, loss)),
        inner.identity(inner.add(rightSum!, right)),
      ]);
    },
  });
}

/** One step: batch, forward, loss, backward, update. */
function addStep(
  ops: Operations,
  turn: Value,
  options: TrainingGraphOptions,
  values: Readonly<Record<string, Value>>,
  held: Held,
): { loss: Value; right: Value; effects: string[] } {
  const { batchSize, input, layers, count } = options;
  const { scope } = ops;
  const variableValue = (handle: Value, type: Value['type'], shape: readonly number[]) =>
    scope.node('ReadVariableOp', [handle], { dtype: { type } }, { name: 'value', type, shape });
  const first = ops.multiply(turn, batchSize);
  const rowsOf = (name: string) => (values[name] ? ops.rows(values[name], first, batchSize) : undefined);

  const labels = rowsOf(data.labels)!;
  const draws = { images: rowsOf(feeds.order)!, shifts: rowsOf(feeds.shifts), flips: rowsOf(feeds.flips) };
  const bytes = rowsOf(data.images) ?? movedPixels(ops, input, values[data.allImages]!, draws);
  const pixels = scalePixels(ops, bytes, input.scaling);
  const parts = rowsOf(feeds.parts);
  const part = parts && ops.reshape(parts, [batchSize, 1]);
  const mix = (value: Value) => {
    const other = ops.reverseRows(value);
    return ops.add(other, ops.multiply(ops.subtract(value, other), part!));
  };

  const size = ops.row(values[feeds.sizes]!, turn);
  const rowIndex = ops.reshape(ops.range(batchSize, 'int32'), [batchSize, 1]);
  const rowWeights =
    count % batchSize === 0
      ? undefined
      : ops.select(ops.less(ops.cast(rowIndex, 'float'), size), ops.divide(1, size), 0);
  const effects: string[] = [];
  const gradients = new Map<Variable, Value>();
  const reads = new Map<Variable, Value>();
  const seed = ops.cast(ops.row(values[feeds.seeds]!, turn), 'uint32');
  let drawn = 0;
  const pass: Pass = {
    ops,
    training: true,
    rowWeights,
    read(variable) {
      const handle = values[`${variable.name}_value`]!;
      if (!reads.has(variable)) reads.set(variable, variableValue(handle, 'float', variable.shape));
      return reads.get(variable)!;
    },
    assign(variable, value) {
      const handle = values[`${variable.name}_value`]!;
      effects.push(scope.effect('AssignVariableOp', [handle, value], { dtype: { type: 'float' } }));
    },
    gradient: (variable, value) => void gradients.set(variable, value),
    randomBits: (length) => hashedBits(ops, seed, length, drawn++),
  };
  let output = part ? mix(pixels) : pixels;
  const steps = layers.map((layer) => {
    const step = layer.forward(pass, output);
    output = step.output;
    return step;
  });
  const targets = {
    labels,
    mixed: part && { labels: ops.reverseRows(labels), part },
    labelSmoothing: options.labelSmoothing,
  };
  const { losses, logitsGradient } = crossEntropy(ops, output, targets);
  let gradient = ops.multiply(logitsGradient, rowWeights ?? 1 / batchSize);
  for (const step of steps.toReversed()) gradient = step.backward(gradient);

  const numbersRow = ops.row(values[feeds.numbers]!, turn);
  const numbers = Object.fromEntries(
    stepNumbers.map((name, index) => [name, ops.row(numbersRow, ops.constant(index, 'int32'))]),
  ) as Record<keyof StepNumbers, Value>;
  const updates = [...gradients].map(([variable, value]) => ({
    variable,
    gradient: value,
    value: values[`${variable.name}_value`]!,
    moment1: values[`${variable.name}_moment1`]!,
    moment2: values[`${variable.name}_moment2`]!,
  }));
  effects.push(...applyUpdates(ops, updates, numbers, options.optimizer));
  if (options.averages)
    scope.after([...effects], () => {
      for (const variable of held.handles.keys()) {
        const average = values[`${variable.name}_average`]!;
        const now = variableValue(values[`${variable.name}_value`]!, 'float', variable.shape);
        const gap = ops.subtract(variableValue(average, 'float', variable.shape), now);
        const part = ops.multiply(gap, numbers.averageShare);
        effects.push(scope.effect('AssignSubVariableOp', [average, part], { dtype: { type: 'float' } }));
      }
    });

  const isRight = ops.cast(ops.equal(ops.argMax(output), labels), 'float');
  const counted = (rows: Value) =>
    rowWeights
      ? ops.multiply(ops.sum(ops.multiply(rows, ops.reshape(rowWeights, [batchSize])), [0]), size)
      : ops.sum(rows, [0]);
  return { loss: counted(losses), right: counted(isRight), effects };
}

/**
 * Bits that depend on nothing but the step's seed, the place of the draw within the step, and the place in it:
 * Murmur3's mixing of a counter, two rounds, which XLA fuses into the operation that uses them.
 */
function hashedBits(ops: Operations, seed: Value, length: number, draw: number): Value {
  const start = ops.bitwiseXor(ops.multiply(seed, 0x9e3779b1), (draw * 0x85ebca6b + 0x165667b1) >>> 0);
  let bits = ops.add(ops.multiply(ops.range(length, 'uint32'), 0x9e3779b1), start);
  bits = ops.multiply(ops.bitwiseXor(bits, ops.shiftRight(bits, 16)), 0x85ebca6b);
  bits = ops.multiply(ops.bitwiseXor(bits, ops.shiftRight(bits, 13)), 0xc2b2ae35);
  return ops.bitwiseXor(bits, ops.shiftRight(bits, 16));
}

/** Adds the forward pass alone, over any number of rows. */
function addEvaluation(
  graph: Graph,
  ops: Operations,
  options: TrainingGraphOptions,
  handles: Held['handles'],
): void {
  const { input, layers } = options;
  const shape = [-1, input.rows * input.columns];
  const output = { name: 'output', type: 'uint8' as const, shape };
  const pixels = graph.node(
    'Placeholder',
    [],
    { dtype: { type: 'uint8' }, shape: { shape } },
    output,
    evaluation.images,
  );
  const pass: Pass = {
    ops,
    training: false,
    rowWeights: undefined,
    read(variable) {
      const { value, average } = handles.get(variable)!;
      const read = { name: 'value', type: 'float' as const, shape: variable.shape };
      return graph.node('ReadVariableOp', [average ?? value], { dtype: { type: 'float' } }, read);
    },
    assign: () => {},
    gradient: () => {},
    randomBits: () => ops.constant(0, 'uint32'),
  };
  let rows = scalePixels(ops, pixels, input.scaling);
  for (const layer of layers) rows = layer.forward(pass, rows).output;
  ops.identity(rows, evaluation.logits);
}

/** Names of the evaluation's nodes. */
export const evaluation = { images: 'evaluation_images', logits: 'evaluation_logits' } as const;
