import { predicting } from '../../layers/forward-of.js';
import { scalePixels } from '../../layers/network.js';
import { Graph, type Scope } from '../../program/tensorflow/graph.js';
import { addLoop } from '../../program/tensorflow/loop.js';
import type { Output } from '../../program/tensorflow/node.js';
import { TensorflowOperations } from '../../program/tensorflow/tensorflow-operations.js';
import type { Value } from '../../program/value.js';
import { heldLength } from '../augmentations/augmentation.js';
import { slotsOf, stepNumbersOf } from './apply-updates.js';
import { companions, dataset, feeds, nodesOf, prediction, sliceResults } from './names.js';
import { addTrainingStep, type NamedValues, type StepPlan } from './training-step.js';

/** Everything that does not change while a program is used. */
export interface ProgramPlan extends StepPlan {
  /** Largest number of steps in one call. */
  readonly sliceSteps: number;
  /** Whether XLA compiles the slice. */
  readonly compiled: boolean;
}

/** Builds the graph of a training run: data and weights as variables, a slice of steps, the prediction. */
export function buildTrainingGraph(plan: ProgramPlan): Graph {
  const graph = new Graph();
  const { count, input } = plan;
  const images = addVariable(graph, feeds.images, 'uint8', [count, heldLength(input.images)]);
  const labels = addVariable(graph, feeds.labels, 'int32', [count]);
  const handles: Record<string, Value> = {};
  for (const [name, shape] of stateShapes(plan)) handles[name] = addVariable(graph, name, 'float', shape);
  addSlice(graph, plan, { images, labels }, handles);
  addPrediction(graph, plan, handles);
  return graph;
}

/** Names and shapes of everything that training changes: weights, the optimizer's state, averages. */
export function stateShapes({ network, rule }: StepPlan): ReadonlyMap<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  for (const variable of network.variables) {
    const slots = slotsOf(variable, rule).map((slot) => companions.slot(variable, slot));
    const averages = rule.emaDecay > 0 ? [companions.average(variable)] : [];
    for (const name of [variable.name, ...slots, ...averages]) shapes.set(name, variable.shape);
  }
  return shapes;
}

function addVariable(graph: Graph, name: string, type: Value['type'], shape: readonly number[]): Value {
  const ops = new TensorflowOperations(graph);
  const nodes = nodesOf(name);
  const attributes = { dtype: { type }, shape: { shape }, shared_name: { bytes: name } };
  const resource = { name: 'resource', type: 'resource' as const, shape: [] };
  const handle = graph.node('VarHandleOp', [], attributes, resource, `variable_${name}`);
  const value = ops.placeholder(nodes.value, type, shape);
  const assigned = graph.effect('AssignVariableOp', [handle, value], { dtype: { type } });
  graph.after([assigned], () => ops.identity(ops.constant(1, 'int32'), nodes.write));
  graph.node('ReadVariableOp', [handle], { dtype: { type } }, { name: 'value', type, shape }, nodes.read);
  return handle;
}

/** Adds a slice of steps: placeholders, a loop or a compiled function with it, a node per result. */
function addSlice(
  graph: Graph,
  plan: ProgramPlan,
  held: { readonly images: Value; readonly labels: Value },
  handles: NamedValues,
): void {
  const { sliceSteps: steps, batchSize, input, count, rule } = plan;
  const rows = steps * batchSize;
  const ops = new TensorflowOperations(graph);
  const drawn = input.augmentations.flatMap(({ name, augmentation }) => {
    if (!augmentation.drawn) return [];
    return [[feeds.drawn(name), ops.placeholder(feeds.drawn(name), augmentation.drawn.type, [rows])]];
  });
  const inputs: Record<string, Value> = {
    [feeds.count]: ops.placeholder(feeds.count, 'int32', []),
    [feeds.order]: ops.placeholder(feeds.order, 'int32', [rows]),
    [feeds.sizes]: ops.placeholder(feeds.sizes, 'float', [steps]),
    [feeds.seeds]: ops.placeholder(feeds.seeds, 'int32', [steps]),
    [feeds.numbers]: ops.placeholder(feeds.numbers, 'float', [steps, stepNumbersOf(rule).length]),
    ...Object.fromEntries(drawn),
    [dataset.images]: ops.readVariable(held.images, [count, heldLength(input.images)], 'uint8'),
    [dataset.labels]: ops.readVariable(held.labels, [count], 'int32'),
    ...handles,
  };
  const names = Object.keys(inputs);
  const build = (scope: Scope, values: readonly Value[]) =>
    addTrainingLoop(
      graph,
      scope,
      plan,
      Object.fromEntries(names.map((name, index) => [name, values[index]!])),
    );
  const values = Object.values(inputs);
  const results = plan.compiled ? callCompiled(graph, values, build) : build(graph, values);
  sliceResults.forEach((name, index) => {
    ops.identity(results[index]!, name);
  });
}

/** Calls a function that XLA compiles. */
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

function addTrainingLoop(graph: Graph, scope: Scope, plan: ProgramPlan, inputs: NamedValues): Value[] {
  const ops = new TensorflowOperations(scope);
  const { [feeds.count]: count, ...fixed } = inputs;
  return addLoop(graph, scope, {
    name: 'steps',
    count: count!,
    carried: [ops.constant(0, 'float'), ops.constant(0, 'float')],
    fixed,
    // A NaN also ends the loop, because it is not less than infinity.
    goOn: (inner, [lossSum]) => inner.less(lossSum!, Number.POSITIVE_INFINITY),
    body: (inner, turn, [lossSum, rightSum], values) => {
      const step = addTrainingStep(inner, turn, plan, values);
      return inner.scope.after(step.effects, () => [
        inner.identity(inner.add(lossSum!, step.lossSum)),
        inner.identity(inner.add(rightSum!, step.rightSum)),
      ]);
    },
  });
}

/** Adds the forward pass, for any number of rows, with the averaged weights if there are any. */
function addPrediction(graph: Graph, { input, network, rule }: ProgramPlan, handles: NamedValues): void {
  const ops = new TensorflowOperations(graph);
  const { rows, columns } = input.images;
  const pixels = ops.placeholder(prediction.images, 'uint8', [-1, rows * columns]);
  const pass = predicting(ops, (variable) => {
    const kept = rule.emaDecay > 0 ? companions.average(variable) : variable.name;
    return ops.readVariable(handles[kept]!, variable.shape);
  });
  const probabilities = network.classify(pass, scalePixels(ops, pixels, input.scaling));
  ops.identity(probabilities, prediction.probabilities);
}
