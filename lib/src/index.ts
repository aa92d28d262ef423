export type { Dataset, LoadedDataset } from './datasets/dataset.js';
export { tf } from './tensorflow.js';
