import { activation } from './activations.js';
import { alphaDropout } from './alpha-dropout.js';
import { batchNormalization } from './batch-normalization.js';
import { dense } from './dense.js';
import { dropout } from './dropout.js';
import { elu } from './elu.js';
import { flatten } from './flatten.js';
import { gaussianDropout } from './gaussian-dropout.js';
import { gaussianNoise } from './gaussian-noise.js';
import type { LayerDefinition } from './layer.js';
import { layerNormalization } from './layer-normalization.js';
import { leakyRelu } from './leaky-relu.js';
import { relu } from './relu.js';
import { rescaling } from './rescaling.js';
import { reshape } from './reshape.js';
import { softmax } from './softmax.js';

/** Every layer, by the name that tfjs gives its class. */
export const layers: Readonly<Record<string, LayerDefinition>> = {
  Activation: activation,
  AlphaDropout: alphaDropout,
  BatchNormalization: batchNormalization,
  Dense: dense,
  Dropout: dropout,
  ELU: elu,
  Flatten: flatten,
  GaussianDropout: gaussianDropout,
  GaussianNoise: gaussianNoise,
  LayerNormalization: layerNormalization,
  LeakyReLU: leakyRelu,
  ReLU: relu,
  Rescaling: rescaling,
  Reshape: reshape,
  Softmax: softmax,
};
