import type { GraphLayer } from './layer.js';

/** `tf.layers.flatten`: images are held as rows of pixels already, so there is nothing to do. */
export const flattenLayer: GraphLayer = {
  variables: [],
  forward: (_pass, input) => ({ output: input, backward: (gradient) => gradient }),
};
