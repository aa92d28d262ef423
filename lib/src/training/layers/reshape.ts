import type { LayerCompiler } from './layer.js';

/** `tf.layers.reshape`: the graph holds each image as a row of numbers, whatever their dimensions: nothing to do. */
export const compileReshape: LayerCompiler = () => undefined;
