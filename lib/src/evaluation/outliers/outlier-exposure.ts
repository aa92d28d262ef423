import type { Dataset } from '../../datasets/dataset.js';
import { imageAt } from '../../datasets/image-at.js';
import type { FloatImage } from '../../images/grey-image.js';
import type { ImageSize } from '../../images/image-size.js';
import { framedCharacter } from '../../images/ink/character-form.js';
import type { Preprocessing } from '../../images/preprocessing.js';
import type { Random } from '../../random.js';
import { badPhotos, framedGarment, inAnotherCatalogue } from './changed-garments.js';
import { byAnotherHand, glued, overlaid, shuffled, turned } from './changed-images.js';
import { penDrawings, shapes } from './drawn-outliers.js';
import { drawDigit, drawLetter } from './forms-on-grid.js';

/** An image of a dataset, with values from 0 to 1, and its class. */
interface Example {
  readonly image: FloatImage;
  readonly className: string;
}

/**
 * Makes an outlier, perhaps from examples that `any` draws. Returns `undefined` if these examples are unsuitable.
 */
type MakeOutlier = (random: Random, any: () => Example) => FloatImage | undefined;

/** How to generate the images on which a detector is trained. */
export interface OutlierExposure {
  /** Scales and centres a drawing like the preprocessing. */
  readonly frame: (drawing: FloatImage, size: ImageSize) => Uint8Array;
  /** Varies an image as another writer or camera would. */
  readonly vary: (example: Example, random: Random, strength: number) => FloatImage;
  /** How strongly images are varied for training. */
  readonly trainedStrength: number;
  /** The same for measuring the threshold. It is larger, because images from other sources than the dataset vary more. */
  readonly measuredStrength: number;
  /** Generators of outliers, used in turn. One that is listed twice is used twice as often. */
  readonly ways: (classNames: readonly string[]) => readonly MakeOutlier[];
}

const isDigit = (className: string) => /^\d$/.test(className);

/**
 * Varies about half of the outliers as another writer would, so that edges and stroke width do not give
 * outliers away.
 */
const byAnyHand =
  (make: MakeOutlier): MakeOutlier =>
  (random, any) => {
    const image = make(random, any);
    return image && random.next() < 0.5 ? byAnotherHand(image, random, 0.8) : image;
  };

const characters: OutlierExposure = {
  frame: framedCharacter,
  trainedStrength: 1.5,
  measuredStrength: 2,

  vary({ image, className }, random, strength) {
    const isRedrawn = isDigit(className) && random.next() < 0.55;
    return byAnotherHand(isRedrawn ? drawDigit(className, random) : image, random, strength);
  },

  ways(classNames) {
    const pairs: MakeOutlier[] = [
      (random, any) => {
        const [one, other] = [any(), any()];
        return one.className === other.className ? undefined : overlaid(one.image, other.image, random);
      },
      (random, any) => glued(any().image, any().image, random),
      (random, any) => shuffled(any().image, random),
    ];
    const others = [...Object.values(shapes), ...pairs];
    // In a dataset with other classes, such as letters, drawn or turned characters may belong to a class.
    if (!classNames.every(isDigit)) return others;
    const turns: MakeOutlier = (random, any) => {
      const { image, className } = any();
      return turned(image, className, random);
    };
    const drawn = Object.values(penDrawings).map(byAnyHand);
    // Letters and made-up characters are the outliers most often mistaken for digits.
    const { madeUp, onLattice } = penDrawings;
    const characters = [madeUp!, onLattice!, ...Array<MakeOutlier>(4).fill(drawLetter)].map(byAnyHand);
    return [...others, ...drawn, ...characters, turns];
  },
};

const garments: OutlierExposure = {
  frame: framedGarment,
  trainedStrength: 1,
  measuredStrength: 1.75,
  vary: ({ image }, random, strength) => inAnotherCatalogue(image, random, strength),
  ways: () =>
    Object.values(badPhotos).map(
      (change): MakeOutlier =>
        (random, any) =>
          change(any().image, any().image, random),
    ),
};

/** How to generate outliers, for the preprocessing methods that are made for one kind of image. */
export const outlierExposures: Readonly<Partial<Record<Preprocessing, OutlierExposure>>> = {
  mnist: characters,
  'fashion-mnist': garments,
};

/** Copies of a dataset's images, varied as another writer or camera would. */
export function variedImages(
  { vary, frame }: OutlierExposure,
  dataset: Dataset,
  indices: ArrayLike<number>,
  random: Random,
  strength: number,
): Uint8Array[] {
  return Array.from(indices, (index) => frame(vary(exampleOf(dataset, index), random, strength), dataset));
}

/** Makes outliers with each generator in turn, partly from images of a dataset. */
export function outlierImages(
  { ways, frame }: OutlierExposure,
  dataset: Dataset,
  indices: ArrayLike<number>,
  count: number,
  random: Random,
): Uint8Array[] {
  const all = ways(dataset.classNames);
  const any = () => exampleOf(dataset, indices[random.integer(indices.length)]!);
  const made: Uint8Array[] = [];
  for (let turn = 0; made.length < count; turn++) {
    if (random.next() < 0.05) made.push(unframed(any(), random));
    const image = all[turn % all.length]!(random, any);
    if (image?.values.some((value) => value > 0.5)) made.push(frame(image, dataset));
  }
  return made;
}

/**
 * Images that programs send by mistake, without preprocessing: a single grey level, noise or an inverted
 * image.
 */
function unframed({ image }: Example, random: Random): Uint8Array {
  const kind = random.integer(3);
  const [level, contrast] = [random.next(), random.next()];
  const pixels = new Uint8Array(image.values.length);
  for (let at = 0; at < pixels.length; at++) {
    if (kind === 0) pixels[at] = 255 * (1 - image.values[at]!);
    else pixels[at] = 255 * (kind === 1 ? level + contrast * (random.next() - level) : level);
  }
  return pixels;
}

function exampleOf(dataset: Dataset, index: number): Example {
  const { rows, columns, classNames, labels } = dataset;
  const pixels = imageAt(dataset, index);
  const values = new Float32Array(pixels.length);
  for (let at = 0; at < values.length; at++) values[at] = pixels[at]! / 255;
  return { image: { values, rows, columns }, className: classNames[labels[index]!]! };
}
