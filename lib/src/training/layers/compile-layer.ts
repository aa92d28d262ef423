import type { Sequential } from '@tensorflow/tfjs-node';
import { compileActivation, compileSoftmax } from './activation.js';
import { compileBatchNormalization } from './batch-normalization.js';
import { compileDense } from './dense.js';
import { compileDropout } from './dropout.js';
import { compileElu } from './elu.js';
import { compileFlatten } from './flatten.js';
import { compileGaussianNoise } from './gaussian-noise.js';
import { type GraphLayer, type LayerCompiler, Obstacle } from './layer.js';
import { compileLayerNormalization } from './layer-normalization.js';
import { compileLeakyRelu } from './leaky-relu.js';
import { compileReshape } from './reshape.js';

/** A compiler for each class of layers, by the name tfjs gives it. */
export const layerCompilers: Readonly<Record<string, LayerCompiler>> = {
  InputLayer: () => undefined,
  Flatten: compileFlatten,
  Reshape: compileReshape,
  Dense: compileDense,
  Activation: compileActivation,
  LeakyReLU: compileLeakyRelu,
  ELU: compileElu,
  Softmax: compileSoftmax,
  Dropout: compileDropout,
  GaussianNoise: compileGaussianNoise,
  BatchNormalization: compileBatchNormalization,
  LayerNormalization: compileLayerNormalization,
};

/** Layers that do the same to each number or to none, whatever dimensions an image has. */
const dimensionless: ReadonlySet<string> = new Set([
  'InputLayer',
  'Reshape',
  'Flatten',
  'Activation',
  'LeakyReLU',
  'ELU',
  'Dropout',
  'GaussianNoise',
]);

/**
 * The graph's form of a layer; undefined if there is nothing to compute, as for the softmax at the end, which is
 * part of the loss.
 *
 * @throws {Obstacle} if the graph cannot train it.
 */
export function compileLayer(model: Sequential, index: number): GraphLayer | undefined {
  const layer = model.layers[index]!;
  const compiler = layerCompilers[layer.getClassName()];
  if (!compiler) throw new Obstacle(`is of class ${layer.getClassName()}, which the graph does not know`);
  const configuration = layer.getConfig() as Readonly<Record<string, unknown>>;
  for (const [name, value] of Object.entries(configuration))
    if (/(Regularizer|Constraint)$/.test(name) && value != null) throw new Obstacle(`has a ${name}`);
  if (!layer.trainable) throw new Obstacle('is frozen (trainable: false)');
  const shape = layer.outputShape as (number | null)[];
  const inputShape = layer.inputSpec?.[0]?.shape ?? (layer.input as { shape: (number | null)[] }).shape;
  if (Math.max(shape.length, inputShape.length) > 2 && !dimensionless.has(layer.getClassName()))
    throw new Obstacle(
      `has ${Math.max(shape.length, inputShape.length) - 1} dimensions for each image instead of one row`,
    );
  return compiler({
    layer,
    configuration,
    isFirst: model.layers.slice(0, index).every((before) => before.weights.length === 0),
    isLast: index === model.layers.length - 1,
    variable(name, kind) {
      const own = layer.weights.find(({ originalName }) => originalName.endsWith(`/${name}`));
      if (!own) return undefined;
      return {
        name: `${name}_${index}`,
        shape: own.shape as number[],
        place: model.weights.indexOf(own),
        kind,
      };
    },
  });
}
