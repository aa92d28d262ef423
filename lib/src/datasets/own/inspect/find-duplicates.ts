import type { GreyImage } from '../../../images/grey-image.js';
import { resizePicture } from '../../../images/resize.js';

/** An image of a folder, with what is needed to find its duplicates. */
export interface SeenPicture {
  readonly file: string;
  readonly label: number;
  readonly part: string;
  /** Checksum of the file. */
  readonly sum: string;
  readonly fingerprint: Fingerprint;
}

/** Files with the same image. */
export interface Duplicates {
  /**
   * `'identical'`: byte for byte. `'similar'`: probably the same image in another format, size or quality.
   */
  readonly kind: 'identical' | 'similar';
  /** Paths of the files, at least two, in the order of the folder. */
  readonly files: readonly string[];
  /** Whether the files are in several splits. */
  readonly acrossParts: boolean;
  /** Whether the files are in several classes, of which at most one is correct. */
  readonly acrossClasses: boolean;
}

/**
 * Maximum number of images to compare. Among more images, only identical files are found, because comparing
 * all pairs would take too long.
 */
export const mostLookedAt = 20_000;

/** Finds groups of files with the same image. */
export function findDuplicates(pictures: readonly SeenPicture[]): Duplicates[] {
  const group = pictures.map((_, index) => index);
  const leader = (index: number): number => {
    let at = index;
    while (group[at] !== at) at = group[at]!;
    return at;
  };
  const join = (one: number, other: number) => {
    const [first, second] = [leader(one), leader(other)].sort((left, right) => left - right);
    group[second!] = first!;
  };
  const bySum = new Map<string, number>();
  pictures.forEach(({ sum }, index) => {
    const first = bySum.get(sum);
    if (first === undefined) bySum.set(sum, index);
    else join(first, index);
  });
  const differing = [...bySum.values()];
  if (differing.length <= mostLookedAt) {
    const fingerprints = differing.map((index) => pictures[index]!.fingerprint);
    for (const [one, other] of samePictures(fingerprints)) join(differing[one]!, differing[other]!);
  }
  const members = new Map<number, SeenPicture[]>();
  pictures.forEach((picture, index) => {
    const first = leader(index);
    members.set(first, [...(members.get(first) ?? []), picture]);
  });
  return [...members.values()].filter(({ length }) => length > 1).map(describe);
}

function describe(pictures: readonly SeenPicture[]): Duplicates {
  const differ = (of: (picture: SeenPicture) => unknown) => new Set(pictures.map(of)).size > 1;
  return {
    kind: differ(({ sum }) => sum) ? 'similar' : 'identical',
    files: pictures.map(({ file }) => file),
    acrossParts: differ(({ part }) => part),
    acrossClasses: differ(({ label }) => label),
  };
}

/** A tiny version of an image that hardly depends on its format, size and quality. */
export interface Fingerprint {
  /** The red, then the green, then the blue values of 16 × 16 pixels, row-major. */
  readonly levels: Uint8Array;
  readonly mean: number;
  /** Mean absolute deviation of the levels: near 0 for a blank image. */
  readonly spread: number;
  /** Width divided by height. */
  readonly proportion: number;
}

const side = 16;

/**
 * Distance up to which two images count as the same, as a fraction of the spread of one. Among 200 drawn
 * digits, the largest distance from the original was 0.008 after saving as JPEG of quality 40, and 0.026 after
 * also shrinking to a third. Among the 50 million pairs of MNIST's test images, the smallest distance is 0.049.
 * For Fashion-MNIST it is 0.039, except for one image that occurs twice.
 */
const nearestOfOthers = 0.03;

/** Smallest spread of images to compare. Almost blank images all look the same. */
const leastSpread = 3;

export function fingerprintOf(picture: GreyImage): Fingerprint {
  const levels = new Uint8Array(3 * side * side);
  for (const channel of [0, 1, 2]) levels.set(channelOf(picture, channel), channel * side * side);
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  const spread = levels.reduce((sum, level) => sum + Math.abs(level - mean), 0) / levels.length;
  return { levels, mean, spread, proportion: picture.columns / picture.rows };
}

function channelOf({ pixels, colours, rows, columns }: GreyImage, channel: number): Uint8Array {
  const own = colours ? pixels.map((_, index) => colours[3 * index + channel]!) : pixels;
  return resizePicture({ pixels: own, rows, columns }, { rows: side, columns: side }).pixels;
}

function isSamePicture(one: Fingerprint, other: Fingerprint): boolean {
  const limit = limitOf(one) * one.levels.length;
  if (limit === 0 || limitOf(other) === 0) return false;
  if (Math.abs(one.proportion / other.proportion - 1) > 0.03) return false;
  let distance = 0;
  for (let index = 0; index < one.levels.length; index++) {
    distance += Math.abs(one.levels[index]! - other.levels[index]!);
    if (distance > limit) return false;
  }
  return true;
}

/** Pairs of positions whose images are the same. The first position is the lower one. */
function samePictures(fingerprints: readonly Fingerprint[]): [number, number][] {
  const order = [...fingerprints.keys()].sort(
    (one, other) => fingerprints[one]!.mean - fingerprints[other]!.mean,
  );
  const pairs: [number, number][] = [];
  for (const [at, one] of order.entries()) {
    const first = fingerprints[one]!;
    for (let next = at + 1; next < order.length; next++) {
      const second = fingerprints[order[next]!]!;
      // The distance of two fingerprints is at least the difference of their means. As they are sorted by
      // mean, no later one is close enough.
      if (second.mean - first.mean > limitOf(first)) break;
      if (!isSamePicture(first, second)) continue;
      pairs.push(one < order[next]! ? [one, order[next]!] : [order[next]!, one]);
    }
  }
  return pairs.sort(([one], [other]) => one - other);
}

function limitOf({ spread }: Fingerprint): number {
  return spread < leastSpread ? 0 : nearestOfOthers * spread;
}
