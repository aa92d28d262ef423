import type { Variable } from '../layers/layer.js';

/** Names of the placeholders that a session feeds for a slice, and of the data in it. */
export const feeds = {
  images: 'images',
  labels: 'labels',
  count: 'count',
  order: 'order',
  sizes: 'sizes',
  seeds: 'seeds',
  numbers: 'numbers',
  shifts: 'shifts',
  flips: 'flips',
  parts: 'parts',
} as const;

/** Names of all training images and labels, within the graph. */
export const dataset = { images: 'all_images', labels: 'all_labels' } as const;

/** What a slice gives: steps done, sum of the losses and number of rows classified right. */
export const sliceResults = ['stepsDone', 'lossSum', 'rightSum'] as const;

/** Names of the evaluation's nodes. */
export const evaluation = { images: 'evaluation_images', logits: 'evaluation_logits' } as const;

/** Names of a variable's placeholder, and of the nodes that write and read it. */
export const nodesOf = (variable: string) => ({
  value: `value_of_${variable}`,
  write: `write_${variable}`,
  read: `read_${variable}`,
});

/** Names of the variables that go with one of the model's. */
export const companions = ({ name }: Variable) => ({
  moment1: `${name}_moment1`,
  moment2: `${name}_moment2`,
  average: `${name}_average`,
});
