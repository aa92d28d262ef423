import type { DatasetEntry } from '../catalogue-entry.js';

/**
 * MNIST recreated from its sources, with the 50,000 test digits that had been lost: Yadav and Bottou, arXiv
 * 1905.10498. The first 10,000 test images are MNIST's. The checksums are of the gzipped files, from
 * torchvision.
 */
export const qmnist: DatasetEntry = {
  name: 'qmnist',
  title: 'QMNIST',
  description: 'Handwritten digits, 28 × 28 pixels: 60,000 to train on and 60,000 to test on.',
  classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  preprocessing: 'mnist',
  files: {
    trainImages: {
      name: 'qmnist-train-images-idx3-ubyte',
      bytes: 47_040_016,
      gzip: { algorithm: 'md5', digest: 'ed72d4157d28c017586c42bc6afe6370' },
    },
    trainLabels: {
      name: 'qmnist-train-labels-idx2-int',
      bytes: 1_920_012,
      gzip: { algorithm: 'md5', digest: '0058f8dd561b90ffdd0f734c6a30e5e4' },
    },
    testImages: {
      name: 'qmnist-test-images-idx3-ubyte',
      bytes: 47_040_016,
      gzip: { algorithm: 'md5', digest: '1394631089c404de565df7b7aeaf9412' },
    },
    testLabels: {
      name: 'qmnist-test-labels-idx2-int',
      bytes: 1_920_012,
      gzip: { algorithm: 'md5', digest: '5b5b05890a5e13444e108efe57b788aa' },
    },
  },
  sources: [{ kind: 'mirror', url: 'https://raw.githubusercontent.com/facebookresearch/qmnist/master/' }],
  quirks: { labelTable: true },
};
