import type { Sequential } from '@tensorflow/tfjs-node';
import { activationLayer, isKnownActivation } from './activation.js';
import { batchNormalizationLayer } from './batch-normalization.js';
import { denseLayer } from './dense.js';
import { dropoutLayer } from './dropout.js';
import { flattenLayer } from './flatten.js';
import type { GraphLayer, Variable } from './layer.js';

type TfLayer = Sequential['layers'][number];

/** What a compiler of one class of layers gets to know. */
interface Source {
  readonly layer: TfLayer;
  readonly configuration: Readonly<Record<string, unknown>>;
  /** The layer's variable of that name, such as `kernel`; undefined if it has none. */
  variable(name: string, kind: Variable['kind']): Variable | undefined;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** Thrown inside this folder: why a model cannot become a graph, as the end of a sentence. */
export class Obstacle extends Error {}

/** One entry for each class of layers, by the name tfjs gives it. */
const compilers: Readonly<Record<string, (source: Source) => GraphLayer | undefined>> = {
  InputLayer: () => undefined,
  Flatten: ({ configuration }) => {
    if (configuration.dataFormat === 'channelsFirst') throw new Obstacle('has dataFormat channelsFirst');
    return flattenLayer;
  },
  Dropout: ({ configuration }) => {
    if (configuration.noiseShape != null) throw new Obstacle('has a noiseShape');
    return dropoutLayer(configuration.rate as number);
  },
  Activation: ({ configuration, isLast }) => {
    const activation = activationName(configuration.activation, isLast);
    return activation === 'softmax' ? undefined : activationLayer(activation);
  },
  Softmax: ({ isLast }) => {
    activationName('softmax', isLast);
    return undefined;
  },
  Dense: ({ configuration, variable, isFirst, isLast }) => {
    const activation = activationName(configuration.activation, isLast);
    const kernel = variable('kernel', 'weight')!;
    return denseLayer(
      kernel,
      variable('bias', 'offset'),
      activation === 'softmax' ? 'linear' : activation,
      isFirst,
    );
  },
  BatchNormalization: ({ configuration, variable, layer }) => {
    const axis = configuration.axis as number;
    if (axis !== -1 && axis !== (layer.outputShape as number[]).length - 1)
      throw new Obstacle(`has axis ${axis}`);
    return batchNormalizationLayer(
      {
        scale: variable('gamma', 'offset'),
        shift: variable('beta', 'offset'),
        movingMean: variable('moving_mean', 'statistic')!,
        movingVariance: variable('moving_variance', 'statistic')!,
      },
      configuration.momentum as number,
      configuration.epsilon as number,
    );
  },
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

function activationName(configured: unknown, isLast: boolean): string {
  const name = String(configured);
  if (name === 'softmax' && isLast) return name;
  if (name === 'softmax') throw new Obstacle('has a softmax before the end');
  if (!isKnownActivation(name)) throw new Obstacle(`has activation ${name}, which the graph does not know`);
  return name;
}
