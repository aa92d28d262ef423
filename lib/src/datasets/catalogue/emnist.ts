import { formatCount } from '../../text/format.js';
import type { ArchiveSource, DatasetEntry, DatasetFile } from '../catalogue-entry.js';

const digits = [...'0123456789'];
const capitals = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const small = [...'abcdefghijklmnopqrstuvwxyz'];
/**
 * Lower-case letters that have a class of their own in `balanced` and `bymerge`. The others share the capital's
 * class.
 */
const distinctSmall = [...'abdefghnqrt'];

/** One archive contains all selections. The checksum is from TensorFlow Datasets. */
const archive: ArchiveSource = {
  kind: 'archive',
  url: 'https://www.itl.nist.gov/iaui/vip/cs_links/EMNIST/gzip.zip',
  bytes: 561_753_746,
  sha256: 'fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e',
};

/**
 * Handwritten letters and digits from NIST Special Database 19, in six selections: Cohen et al., arXiv
 * 1702.05373. Images are published with rows and columns swapped, letters with labels from 1.
 */
export const emnist = {
  'emnist-balanced': entry('balanced', 'letters and digits, balanced classes', 112_800, 18_800, [
    ...digits,
    ...capitals,
    ...distinctSmall,
  ]),
  'emnist-letters': {
    ...entry('letters', 'letters, upper and lower case in one class', 124_800, 20_800, capitals),
    quirks: { transposed: true, firstLabel: 1 },
  },
  'emnist-digits': entry('digits', 'digits', 240_000, 40_000, digits),
  'emnist-mnist': entry('mnist', 'digits, as many as in MNIST', 60_000, 10_000, digits),
  'emnist-bymerge': entry('bymerge', 'letters and digits, unbalanced classes', 697_932, 116_323, [
    ...digits,
    ...capitals,
    ...distinctSmall,
  ]),
  'emnist-byclass': entry(
    'byclass',
    'letters and digits, upper and lower case in separate classes',
    697_932,
    116_323,
    [...digits, ...capitals, ...small],
  ),
} as const satisfies Record<string, DatasetEntry>;

function entry(
  part: string,
  contents: string,
  trainCount: number,
  testCount: number,
  classNames: readonly string[],
): DatasetEntry {
  const images = (of: string, count: number): DatasetFile => ({
    name: `emnist-${part}-${of}-images-idx3-ubyte`,
    bytes: 16 + count * 28 * 28,
  });
  const labels = (of: string, count: number): DatasetFile => ({
    name: `emnist-${part}-${of}-labels-idx1-ubyte`,
    bytes: 8 + count,
  });
  return {
    name: `emnist-${part}`,
    title: `EMNIST ${part}`,
    description: `Handwritten ${contents}, 28 × 28 pixels: ${formatCount(trainCount)} to train on and ${formatCount(testCount)} to test on.`,
    classNames,
    preprocessing: 'mnist',
    files: {
      trainImages: images('train', trainCount),
      trainLabels: labels('train', trainCount),
      testImages: images('test', testCount),
      testLabels: labels('test', testCount),
    },
    sources: [archive],
    quirks: { transposed: true },
  };
}
