import type { Variable } from '../../layers/layer.js';

/** Names of the placeholders that a session feeds for a slice, and of the data in it. */
export const feeds = {
  images: 'images',
  labels: 'labels',
  count: 'count',
  order: 'order',
  sizes: 'sizes',
  seeds: 'seeds',
  numbers: 'numbers',
  /** What an augmentation drew for each row. */
  drawn: (augmentation: string) => `drawn_${augmentation}`,
} as const;

/** Names of all training images and labels, within the graph. */
export const dataset = { images: 'all_images', labels: 'all_labels' } as const;

/** What a slice gives: steps done, sum of the losses and number of rows classified right. */
export const sliceResults = ['stepsDone', 'lossSum', 'rightSum'] as const;

/** Names of the prediction's nodes. */
export const prediction = { images: 'prediction_images', probabilities: 'prediction_probabilities' } as const;

/** Names of a variable's placeholder, and of the nodes that write and read it. */
export const nodesOf = (variable: string) => ({
  value: `value_of_${variable}`,
  write: `write_${variable}`,
  read: `read_${variable}`,
});

/** Names of the variables that go with one of the model's: what the optimizer keeps for it, and its average. */
export const companions = {
  slot: ({ name }: Variable, slot: string) => `${name}_${slot}`,
  average: ({ name }: Variable) => `${name}_average`,
} as const;
