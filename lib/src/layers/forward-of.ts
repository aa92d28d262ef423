import type { Sequential } from '@tensorflow/tfjs-node';
import type { Operations } from '../program/operations.js';
import { Recorder } from '../program/recorder.js';
import { type Forward, Obstacle, type Pass, type Variable } from './layer.js';
import { layers } from './layer-table.js';

type Layer = Sequential['layers'][number];
type Weight = Layer['weights'][number];

/** The purpose of a program, named in errors, and whether it includes training. */
export interface LayerUse {
  readonly name: string;
  readonly training: boolean;
}

/**
 * The forward pass of a layer.
 *
 * @param variableOf returns the variable of a weight, given the weight's name in the layer.
 * @throws {Obstacle} if the layer or its configuration is not supported.
 */
export function forwardOf(
  layer: Layer,
  use: LayerUse,
  variableOf: (name: string, weight: Weight, kind: Variable['kind']) => Variable,
): Forward {
  const className = layer.getClassName();
  if (className === 'InputLayer') return (_, input) => input;
  if (!Object.hasOwn(layers, className))
    throw new Obstacle(`is of class ${className}, which ${use.name} does not support`);
  const configuration = layer.getConfig() as Readonly<Record<string, unknown>>;
  if (use.training) checkTrainable(layer, configuration);
  const optional = (name: string, kind: Variable['kind']) => {
    const weight = layer.weights.find(({ originalName }) => originalName.endsWith(`/${name}`));
    return weight && variableOf(name, weight, kind);
  };
  return layers[className]!({
    configuration,
    rank: inputShapeOf(layer).length,
    training: use.training,
    optional,
    variable(name, kind) {
      const variable = optional(name, kind);
      if (!variable) throw new Obstacle(`has no ${name}`);
      return variable;
    },
  });
}

/** A pass for prediction. @param read returns a variable's value. */
export function predicting(ops: Operations, read: Pass['read']): Pass {
  return { ops, training: false, rowWeights: undefined, read, assign: () => {}, randomBits: noBits };
}

function noBits(): never {
  throw new Error('Predicting: expected no layer to draw random numbers.');
}

/**
 * The operations of a layer in predictions, from its output back to its input, following the first input of
 * each operation: none for a dropout, `['softmax', 'addBias', 'matMul']` for a dense layer with softmax.
 *
 * @returns `undefined` if the layer has no forward pass.
 */
export function operationsOf(layer: Layer): string[] | undefined {
  const ops = new Recorder();
  const variableOf = (name: string, { shape }: Weight, kind: Variable['kind']) => ({
    ...{ name, kind, place: 0 },
    shape: shape as number[],
  });
  try {
    const forward = forwardOf(layer, { name: 'prediction', training: false }, variableOf);
    const pass = predicting(ops, ({ shape }) => ops.input('float', shape));
    const input = ops.input(
      'float',
      inputShapeOf(layer).map((size) => size ?? 1),
    );
    const operations: string[] = [];
    for (let { source } = forward(pass, input); source; { source } = source.inputs[0]!)
      operations.push(source.operation);
    return operations;
  } catch (error) {
    if (error instanceof Obstacle) return undefined;
    throw error;
  }
}

function inputShapeOf(layer: Layer): (number | null)[] {
  return (layer.getInputAt(0) as { shape: (number | null)[] }).shape;
}

function checkTrainable(layer: Layer, configuration: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(configuration))
    if (/(Regularizer|Constraint)$/.test(name) && value != null) throw new Obstacle(`has a ${name}`);
  if (!layer.trainable) throw new Obstacle('is frozen (trainable: false)');
}
