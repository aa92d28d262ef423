import { activation } from './activations.js';
import { alphaDropout } from './alpha-dropout.js';
import { batchNormalization } from './batch-normalization.js';
import { conv2d, depthwiseConv2d, separableConv2d } from './convolution.js';
import { cropping2d } from './cropping.js';
import { dense } from './dense.js';
import { dropout, spatialDropout1d } from './dropout.js';
import { elu } from './elu.js';
import { flatten } from './flatten.js';
import { gaussianDropout } from './gaussian-dropout.js';
import { gaussianNoise } from './gaussian-noise.js';
import type { LayerDefinition } from './layer.js';
import { layerNormalization } from './layer-normalization.js';
import { leakyRelu } from './leaky-relu.js';
import { averagePooling2d, globalAveragePooling2d, globalMaxPooling2d, maxPooling2d } from './pooling.js';
import { prelu } from './prelu.js';
import { relu } from './relu.js';
import { rescaling } from './rescaling.js';
import { reshape } from './reshape.js';
import { softmax } from './softmax.js';
import { upSampling2d } from './up-sampling.js';
import { zeroPadding2d } from './zero-padding.js';

/** Every supported layer, by the name of its class in tfjs. */
export const layers: Readonly<Record<string, LayerDefinition>> = {
  Activation: activation,
  AlphaDropout: alphaDropout,
  AveragePooling2D: averagePooling2d,
  BatchNormalization: batchNormalization,
  Conv2D: conv2d,
  Cropping2D: cropping2d,
  Dense: dense,
  DepthwiseConv2D: depthwiseConv2d,
  Dropout: dropout,
  ELU: elu,
  Flatten: flatten,
  GaussianDropout: gaussianDropout,
  GaussianNoise: gaussianNoise,
  GlobalAveragePooling2D: globalAveragePooling2d,
  GlobalMaxPooling2D: globalMaxPooling2d,
  LayerNormalization: layerNormalization,
  LeakyReLU: leakyRelu,
  MaxPooling2D: maxPooling2d,
  PReLU: prelu,
  ReLU: relu,
  Rescaling: rescaling,
  Reshape: reshape,
  SeparableConv2D: separableConv2d,
  Softmax: softmax,
  SpatialDropout1D: spatialDropout1d,
  UpSampling2D: upSampling2d,
  ZeroPadding2D: zeroPadding2d,
};
