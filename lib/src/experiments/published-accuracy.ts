import type { AccuracyEntry } from './compare-accuracy.js';

const published = (
  name: string,
  accuracy: number,
  conditions: string,
  reference?: string,
): AccuracyEntry => ({
  name,
  accuracy,
  source: 'published',
  conditions,
  ...(reference === undefined ? {} : { reference }),
});

const dropout = 'Srivastava et al. 2014, Dropout, JMLR 15';
const localLosses = 'Nøkland and Eidnes 2019, arXiv 1901.06656, github.com/anokland/local-loss';

/**
 * What others have published for networks of dense layers on MNIST's test images, with what they used for it: some of
 * it is less than this project's recipe uses, and some is more.
 *
 * @example
 * ```ts
 * for (const { name, accuracy, conditions } of publishedDigitAccuracy) console.log(name, accuracy, conditions);
 * ```
 */
export const publishedDigitAccuracy: readonly AccuracyEntry[] = [
  published('original project, about', 0.97, 'layers of 128 and 64 units, images as they are'),
  published('dropout, 3 × 1024 (2014)', 0.9875, 'images as they are', dropout),
  published(
    'label smoothing, 2 × 1024 (2017)',
    0.9877,
    'images as they are',
    'Pereyra et al. 2017, arXiv 1701.06548',
  ),
  published('dropout and max-norm (2014)', 0.9905, '2 layers of 8,192 units, images as they are', dropout),
  published('3 × 1024, moved images (2019)', 0.9925, 'moved by up to 2 pixels, 100 epochs', localLosses),
  published(
    '800 units, distorted images (2003)',
    0.993,
    'elastic distortions',
    'Simard, Steinkraus and Platt 2003, Best practices for convolutional neural networks, ICDAR',
  ),
  published(
    '3 × 1024, local losses (2019)',
    0.9938,
    'moved by up to 2 pixels, 100 epochs, each layer with a loss of its own',
    localLosses,
  ),
  published(
    'ladder network (2015)',
    0.9943,
    'images as they are, with a second, denoising task',
    'Rasmus et al. 2015, arXiv 1507.02672',
  ),
  published(
    'five layers, distorted images (2010)',
    0.9965,
    'up to 2,500 units a layer, 12 million weights, elastic distortions',
    'Cireșan et al. 2010, arXiv 1003.0358',
  ),
];

/**
 * What others have published for Fashion-MNIST's test images, with what they used for it; people and 256-128-64 from
 * the dataset's own table.
 *
 * @example
 * ```ts
 * for (const { name, accuracy, conditions } of publishedFashionAccuracy) console.log(name, accuracy, conditions);
 * ```
 */
export const publishedFashionAccuracy: readonly AccuracyEntry[] = [
  published(
    'people',
    0.835,
    '1,000 images, the majority of three people without expertise in fashion',
    'github.com/zalandoresearch/fashion-mnist',
  ),
  published('original project, about', 0.9, 'images as they are'),
  published('256-128-64', 0.9, 'images as they are', 'github.com/zalandoresearch/fashion-mnist'),
  published(
    '3 × 1024, moved images (2019)',
    0.9163,
    'moved by up to 2 pixels and mirrored, 200 epochs, 2.9 million weights',
    localLosses,
  ),
];
