import type { GraphLayer, Pass } from '../layers/layer.js';
import { type BatchInput, heldLength, scalePixels } from './batch-input.js';
import { Graph, type Output, type Scope, type Value } from './builder/graph.js';
import { addLoop } from './builder/loop.js';
import { Operations } from './builder/operations.js';
import { companions, dataset, evaluation, feeds, nodesOf, sliceResults } from './names.js';
import { type OptimizerSettings, stepNumbers } from './optimizer.js';
import { addStep, type NamedValues } from './training-step.js';

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
  /** Whether a moving average of the weights is kept. */
  readonly averages: boolean;
  /** Whether XLA compiles the slice. */
  readonly compiled: boolean;
}

/** The whole graph: data and weights in variables, a slice of steps to train, the logits to evaluate. */
export function buildTrainingGraph(options: TrainingGraphOptions): Graph {
  const graph = new Graph();
  const { layers, count, input, averages } = options;
  const images = addVariable(graph, feeds.images, 'uint8', [count, heldLength(input)]);
  const labels = addVariable(graph, feeds.labels, 'int32', [count]);
  const handles: Record<string, Value> = {};
  for (const variable of layers.flatMap((layer) => layer.variables)) {
    const { moment1, moment2, average } = companions(variable);
    const moments = variable.kind === 'statistic' ? [] : [moment1, moment2];
    for (const name of [variable.name, ...moments, ...(averages ? [average] : [])])
      handles[name] = addVariable(graph, name, 'float', variable.shape);
  }
  addSlice(graph, options, { images, labels }, handles);
  addEvaluation(graph, options, handles);
  return graph;
}

function addVariable(graph: Graph, name: string, type: Value['type'], shape: readonly number[]): Value {
  const ops = new Operations(graph);
  const nodes = nodesOf(name);
  const attributes = { dtype: { type }, shape: { shape }, shared_name: { bytes: name } };
  const resource = { name: 'resource', type: 'resource' as const, shape: [] };
  const handle = graph.node('VarHandleOp', [], attributes, resource, `variable_${name}`);
  const value = placeholder(graph, nodes.value, type, shape);
  const assigned = graph.effect('AssignVariableOp', [handle, value], { dtype: { type } });
  graph.after([assigned], () => ops.identity(ops.constant(1, 'int32'), nodes.write));
  graph.node('ReadVariableOp', [handle], { dtype: { type } }, { name: 'value', type, shape }, nodes.read);
  return handle;
}

function placeholder(graph: Graph, name: string, type: Value['type'], shape: readonly number[]): Value {
  return graph.node(
    'Placeholder',
    [],
    { dtype: { type }, shape: { shape } },
    { name: 'output', type, shape },
    name,
  );
}

/** Adds the training of some steps: placeholders, a loop or a compiled function with it, a node for each result. */
function addSlice(
  graph: Graph,
  options: TrainingGraphOptions,
  held: { readonly images: Value; readonly labels: Value },
  handles: NamedValues,
): void {
  const { sliceSteps: steps, batchSize, input, count } = options;
  const rows = steps * batchSize;
  const ops = new Operations(graph);
  const read = (handle: Value, type: Value['type'], shape: readonly number[]) =>
    graph.node('ReadVariableOp', [handle], { dtype: { type } }, { name: 'value', type, shape });
  const inputs: Record<string, Value> = {
    [feeds.count]: placeholder(graph, feeds.count, 'int32', []),
    [feeds.order]: placeholder(graph, feeds.order, 'int32', [rows]),
    [feeds.sizes]: placeholder(graph, feeds.sizes, 'float', [steps]),
    [feeds.seeds]: placeholder(graph, feeds.seeds, 'int32', [steps]),
    [feeds.numbers]: placeholder(graph, feeds.numbers, 'float', [steps, stepNumbers.length]),
    ...(input.margin > 0 ? { [feeds.shifts]: placeholder(graph, feeds.shifts, 'int32', [rows]) } : {}),
    ...(input.flips ? { [feeds.flips]: placeholder(graph, feeds.flips, 'int32', [rows]) } : {}),
    ...(input.mixes ? { [feeds.parts]: placeholder(graph, feeds.parts, 'float', [rows]) } : {}),
    [dataset.images]: read(held.images, 'uint8', [count, heldLength(input)]),
    [dataset.labels]: read(held.labels, 'int32', [count]),
    ...handles,
  };
  const names = Object.keys(inputs);
  const build = (scope: Scope, values: readonly Value[]) =>
    addTrainingLoop(
      graph,
      scope,
      options,
      Object.fromEntries(names.map((name, index) => [name, values[index]!])),
    );
  const values = Object.values(inputs);
  const results = options.compiled ? callCompiled(graph, values, build) : build(graph, values);
  sliceResults.forEach((name, index) => {
    ops.identity(results[index]!, name);
  });
}

/** Calls a function that XLA compiles as a whole. */
function callCompiled(
  graph: Graph,
  values: readonly Value[],
  build: (scope: Scope, values: readonly Value[]) => readonly Value[],
): readonly Value[] {
  const inputs = values.map(({ type, shape }, index): Output => ({ name: `input_${index}`, type, shape }));
  graph.defineFunction('train_slice', inputs, build, true);
  const types = sliceResults.map((name) => (name === 'stepsDone' ? 'int32' : 'float'));
  const attributes = {
    Tin: { types: values.map(({ type }) => type) },
    Tout: { types },
    f: { call: 'train_slice' },
    _XlaMustCompile: true,
  };
  const outputs = types.map((type): Output => ({ name: 'output', type, shape: [] }));
  return graph.nodeWithOutputs('StatefulPartitionedCall', values, attributes, outputs);
}

function addTrainingLoop(
  graph: Graph,
  scope: Scope,
  options: TrainingGraphOptions,
  inputs: NamedValues,
): Value[] {
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
      const step = addStep(inner, turn, options, values);
      return inner.scope.after(step.effects, () => [
        inner.identity(inner.add(lossSum!, step.lossSum)),
        inner.identity(inner.add(rightSum!, step.rightSum)),
      ]);
    },
  });
}

/** Adds the forward pass alone, over any number of rows, with the averaged weights where there are. */
function addEvaluation(
  graph: Graph,
  { input, layers, averages }: TrainingGraphOptions,
  handles: NamedValues,
): void {
  const ops = new Operations(graph);
  const pixels = placeholder(graph, evaluation.images, 'uint8', [-1, input.rows * input.columns]);
  const pass: Pass = {
    ops,
    training: false,
    rowWeights: undefined,
    read(variable) {
      const handle = handles[averages ? companions(variable).average : variable.name]!;
      const { shape } = variable;
      return graph.node(
        'ReadVariableOp',
        [handle],
        { dtype: { type: 'float' } },
        { name: 'value', type: 'float', shape },
      );
    },
    assign: () => {},
    gradient: () => {},
    randomBits: () => ops.constant(0, 'uint32'),
  };
  let rows = scalePixels(ops, pixels, input.scaling);
  for (const layer of layers) rows = layer.forward(pass, rows).output;
  ops.identity(rows, evaluation.logits);
}
