/**
 * A minimal optimizer, a minimal augmentation and two minimal layers. They are added to their tables as described in
 * ARCHITECTURE.md ("How to add …").
 */

import type { LayerDefinition } from '../../lib/src/layers/layer.js';
import { layers } from '../../lib/src/layers/layer-table.js';
import { numbers } from '../../lib/src/options/value-kind.js';
import { type Augmentation, defineAugmentation } from '../../lib/src/training/augmentations/augmentation.js';
import { augmentations } from '../../lib/src/training/augmentations/augmentation-table.js';
import { defineOptimizer, type OptimizerDefinition } from '../../lib/src/training/optimizers/optimizer.js';
import { optimizers } from '../../lib/src/training/optimizers/optimizer-table.js';

/** Uses the signs of gradients only (Riedmiller and Braun 1993, without its step sizes). */
const signs = defineOptimizer({
  help: 'steps of one length',
  options: { shrink: { kind: numbers({ above: 0 }), standard: 1, help: 'fraction of the learning rate' } },
  create: ({ shrink }) => ({
    slots: [],
    update: ({ ops, handle, gradient, learningRate }) => [
      ops.subtractFromVariable(handle, ops.multiply(ops.multiply(ops.sign(gradient), learningRate), shrink)),
    ],
  }),
});

/** Darkens each image by a random fraction. */
const darken = defineAugmentation<number>({
  option: { kind: numbers({ from: 0, below: 1 }), standard: 0, help: 'darken each image by up to this part' },
  drawn: { type: 'float', draw: (random, most) => most * random.next() },
  change: ({ ops }, pixels, _most, drawn) => ops.multiply(pixels, ops.subtract(1, drawn!)),
});

/** `tf.layers.thresholdedReLU`, which the library does not support: numbers up to `theta` become 0. */
const thresholdedRelu: LayerDefinition = ({ configuration }) => {
  const theta = configuration.theta as number;
  return ({ ops }, input) => ops.select(ops.greater(input, theta), input, 0);
};

/** A layer in place of `tf.layers.masking`: the sine, an operation that only TensorFlow implements. */
const sine: LayerDefinition =
  () =>
  ({ ops }, input) =>
    ops.sin(input);

(optimizers as Record<string, OptimizerDefinition>).signs = signs;
(augmentations as Record<string, Augmentation>).darken = darken;
(layers as Record<string, LayerDefinition>).ThresholdedReLU = thresholdedRelu;
(layers as Record<string, LayerDefinition>).Masking = sine;
