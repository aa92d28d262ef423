import type { DatasetEntry } from '../catalogue-entry.js';

/**
 * Ten cursive Japanese characters, one from each row of the hiragana table: Clanuwat et al., arXiv 1812.01718.
 * The checksums are of the gzipped files, from TensorFlow Datasets.
 */
export const kmnist: DatasetEntry = {
  name: 'kmnist',
  title: 'Kuzushiji-MNIST',
  description: 'Cursive Japanese characters, 28 × 28 pixels: 60,000 to train on and 10,000 to test on.',
  classNames: ['o', 'ki', 'su', 'tsu', 'na', 'ha', 'ma', 'ya', 're', 'wo'],
  preprocessing: 'resize',
  files: {
    trainImages: {
      name: 'train-images-idx3-ubyte',
      bytes: 47_040_016,
      gzip: {
        algorithm: 'sha256',
        digest: '51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4',
      },
    },
    trainLabels: {
      name: 'train-labels-idx1-ubyte',
      bytes: 60_008,
      gzip: {
        algorithm: 'sha256',
        digest: 'e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17',
      },
    },
    testImages: {
      name: 't10k-images-idx3-ubyte',
      bytes: 7_840_016,
      gzip: {
        algorithm: 'sha256',
        digest: 'edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5',
      },
    },
    testLabels: {
      name: 't10k-labels-idx1-ubyte',
      bytes: 10_008,
      gzip: {
        algorithm: 'sha256',
        digest: '20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c',
      },
    },
  },
  sources: [{ kind: 'mirror', url: 'http://codh.rois.ac.jp/kmnist/dataset/kmnist/' }],
};
