import type { Sequential } from '@tensorflow/tfjs-node';
import { compileActivation, compileSoftmax } from './activation.js';
import { compileBatchNormalization } from './batch-normalization.js';
import { compileDense } from './dense.js';
import { compileDropout } from './dropout.js';
import { compileFlatten } from './flatten.js';
import { type GraphLayer, type LayerCompiler, Obstacle } from './layer.js';

/** A compiler for each class of layers, by the name tfjs gives it. */
const compilers: Readonly<Record<string, LayerCompiler>> = {
  InputLayer: () => undefined,
  Flatten: compileFlatten,
  Dense: compileDense,
  Activation: compileActivation,
  Softmax: compileSoftmax,
  Dropout: compileDropout,
  BatchNormalization: compileBatchNormalization,
};

/**
 * The graph's form of a layer; undefined if there is nothing to compute, as for the softmax at the end, which is
 * part of the loss.
 *
 * @throws {Obstacle} if the graph cannot train it.
 */
export function compileLayer(model: Sequential, index: number): GraphLayer | undefined {
  const layer = model.layers[index]!;
  const compiler = compilers[layer.getClassName()];
  if (!compiler) throw new Obstacle(`is of class ${layer.getClassName()}, which the graph does not know`);
  const configuration = layer.getConfig() as Readonly<Record<string, unknown>>;
  for (const [name, value] of Object.entries(configuration))
    if (/(Regularizer|Constraint)$/.test(name) && value != null) throw new Obstacle(`has a ${name}`);
  if (!layer.trainable) throw new Obstacle('is frozen (trainable: false)');
  const outputRank = (layer.outputShape as number[]).length;
  if (outputRank !== 2 && layer.getClassName() !== 'InputLayer')
    throw new Obstacle(`gives ${outputRank - 1} dimensions for each image instead of one row`);
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
