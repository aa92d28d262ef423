import type { Variable } from '../../layers/layer.js';

/** Names of the variables for images and labels, and of the placeholders of a slice. */
export const feeds = {
  images: 'images',
  labels: 'labels',
  count: 'count',
  order: 'order',
  sizes: 'sizes',
  seeds: 'seeds',
  numbers: 'numbers',
  /** The random numbers of an augmentation, one for each image of a slice's batches. */
  drawn: (augmentation: string) => `drawn_${augmentation}`,
} as const;

/** Names of two inputs of a slice: all training images and all labels, as read from their variables. */
export const dataset = { images: 'all_images', labels: 'all_labels' } as const;

/** The results of a slice: steps done, sum of the losses and number of correct predictions. */
export const sliceResults = ['stepsDone', 'lossSum', 'rightSum'] as const;

/** Names of the prediction's nodes. */
export const prediction = { images: 'prediction_images', probabilities: 'prediction_probabilities' } as const;

/** Names of a variable's placeholder, and of the nodes that write and read it. */
export const nodesOf = (variable: string) => ({
  value: `value_of_${variable}`,
  write: `write_${variable}`,
  read: `read_${variable}`,
});

/**
 * Names of the variables that belong to a variable of the model: the optimizer's state, and the moving
 * average.
 */
export const companions = {
  slot: ({ name }: Variable, slot: string) => `${name}_${slot}`,
  average: ({ name }: Variable) => `${name}_average`,
} as const;
