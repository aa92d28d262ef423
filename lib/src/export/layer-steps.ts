import type { layers, Sequential } from '@tensorflow/tfjs-node';
import type { Step } from './fold-affine.js';
import type { ActivationName } from './runtime/network.js';

type Layer = layers.Layer;

// What these do, they do in training only, or to the shape only: row-major order stays.
const withoutEffect = new Set([
  'ActivityRegularization',
  'AlphaDropout',
  'Dropout',
  'Flatten',
  'GaussianDropout',
  'GaussianNoise',
  'InputLayer',
  'Reshape',
]);

// Every name once, by the compiler's word: a name that the runtime does not know would not compile here.
const activationNames = new Set<string>(
  Object.keys({
    elu: 0,
    gelu: 0,
    gelu_new: 0,
    hardSigmoid: 0,
    leakyRelu: 0,
    mish: 0,
    relu: 0,
    relu6: 0,
    selu: 0,
    sigmoid: 0,
    softmax: 0,
    softplus: 0,
    softsign: 0,
    swish: 0,
    tanh: 0,
  } satisfies Record<ActivationName, 0>),
);

/**
 * What each layer of a model does when it predicts, in terms of the runtime.
 *
 * @throws {TypeError} if a layer does something else.
 */
export function layerSteps(modelLayers: readonly Layer[], modelName: string): Step[] {
  return modelLayers.flatMap((layer) => {
    const type = layer.getClassName();
    const config = layer.getConfig() as Record<string, unknown>;
    if (withoutEffect.has(type)) return [];
    if (type === 'Sequential') return layerSteps((layer as unknown as Sequential).layers, modelName);
    if (type === 'Dense' && layer.getWeights()[0]!.shape.length === rank(layer)) {
      return [denseStep(layer), ...activationStep(String(config.activation))];
    }
    if (type === 'BatchNormalization' && isLastAxis(config.axis, layer))
      return [normalizationStep(layer, config)];
    if (type === 'LayerNormalization' && areLastAxes(config.axis, layer))
      return layerNormalizationSteps(layer, config);
    if (type === 'Rescaling') return [rescalingStep(layer, config)];
    if (type === 'Activation' && (config.activation !== 'softmax' || rank(layer) === 2))
      return activationStep(String(config.activation));
    if (type === 'ReLU') {
      if (config.maxValue === undefined || config.maxValue === null) return activationStep('relu');
      if (config.maxValue === 6) return activationStep('relu6');
    }
    if (type === 'LeakyReLU') return [{ kind: 'activation', name: 'leakyRelu', slope: Number(config.alpha) }];
    if (type === 'ELU') return activationStep('elu');
    if (type === 'Softmax' && isLastAxis(config.axis, layer) && rank(layer) === 2)
      return activationStep('softmax');
    throw new TypeError(
      `Exporting model "${modelName}": expected dense layers, normalisation over the last axis, dropout, flatten and ` +
        `activations but found layer "${layer.name}", a ${type}.`,
    );
  });

  function activationStep(name: string): Step[] {
    if (name === 'linear') return [];
    if (activationNames.has(name)) return [{ kind: 'activation', name: name as ActivationName }];
    throw new TypeError(
      `Exporting model "${modelName}": expected an activation of linear, ${[...activationNames].join(', ')} but found ` +
        `"${name}".`,
    );
  }
}

function denseStep(layer: Layer): Step {
  const [weights, biases] = layer.getWeights().map((tensor) => tensor.dataSync() as Float32Array);
  const units = layer.getWeights()[0]!.shape[1]!;
  return { kind: 'dense', weights: weights!, biases: biases ?? new Float32Array(units) };
}

/** With the moving averages that training kept: `(x - mean) / sqrt(variance + epsilon) · gamma + beta`. */
function normalizationStep(layer: Layer, config: Record<string, unknown>): Step {
  const values = layer.getWeights().map((tensor) => tensor.dataSync() as Float32Array);
  const gamma = config.scale === false ? undefined : values.shift();
  const beta = config.center === false ? undefined : values.shift();
  const [mean, variance] = values as [Float32Array, Float32Array];
  const factors = mean.map((_, index) => {
    return (gamma?.[index] ?? 1) / Math.sqrt(variance[index]! + Number(config.epsilon));
  });
  const shifts = mean.map((value, index) => (beta?.[index] ?? 0) - value * factors[index]!);
  return affineStep(layer, factors, shifts);
}

/** Over the numbers of its axes, which are the last ones: `(x - mean) / sqrt(variance + epsilon) · gamma + beta`. */
function layerNormalizationSteps(layer: Layer, config: Record<string, unknown>): Step[] {
  const values = layer.getWeights().map((tensor) => tensor.dataSync() as Float32Array);
  const size = product(shapeOf(layer).slice(-[config.axis].flat().length));
  const gamma = config.scale === false ? new Float32Array(size).fill(1) : values.shift()!;
  const beta = config.center === false ? new Float32Array(size) : values.shift()!;
  return [{ kind: 'standardize', size, epsilon: Number(config.epsilon) }, affineStep(layer, gamma, beta)];
}

function rescalingStep(layer: Layer, { scale, offset }: Record<string, unknown>): Step {
  return affineStep(layer, Float32Array.of(Number(scale)), Float32Array.of(Number(offset)));
}

/** Over images of more than one axis, the last axes' numbers come again in every row. */
function affineStep(layer: Layer, factors: Float32Array, shifts: Float32Array): Step {
  const length = product(shapeOf(layer).slice(1));
  const repeat = (numbers: Float32Array) =>
    Float32Array.from({ length }, (_, index) => numbers[index % numbers.length]!);
  return { kind: 'affine', factors: repeat(factors), shifts: repeat(shifts) };
}

function product(sides: readonly (number | null)[]): number {
  return sides.reduce<number>((total, side) => total * (side ?? 1), 1);
}

function shapeOf(layer: Layer): readonly (number | null)[] {
  return layer.outputShape as (number | null)[];
}

function rank(layer: Layer): number {
  return shapeOf(layer).length;
}

/** Whether these are all axes from one on, in their order; -1 is the last. */
function areLastAxes(axes: unknown, layer: Layer): boolean {
  const places = [axes].flat().map((axis) => (Number(axis) + rank(layer)) % rank(layer));
  return places.every((place, index) => place > 0 && place === rank(layer) - places.length + index);
}

function isLastAxis(axis: unknown, layer: Layer): boolean {
  return axis === undefined || axis === -1 || axis === rank(layer) - 1;
}
