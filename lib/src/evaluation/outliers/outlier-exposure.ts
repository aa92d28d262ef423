import type { Dataset } from '../../datasets/dataset.js';
import type { FloatImage } from '../../images/grey-image.js';
import { type ImageSize, pixelCount } from '../../images/image-size.js';
import { framedCharacter } from '../../images/ink/character-form.js';
import type { Preprocessing } from '../../images/preprocessing.js';
import type { Random } from '../../random.js';
import { badPhotos, framedGarment, inAnotherCatalogue } from './changed-garments.js';
import { byAnotherHand, glued, overlaid, shuffled, turned } from './changed-images.js';
import { drawDigit } from './digit-forms.js';
import { penDrawings, shapes } from './drawn-outliers.js';

/** An image of a dataset, with values from 0 to 1, and its class. */
interface Example {
  readonly image: FloatImage;
  readonly className: string;
}

/**
 * Makes an outlier, perhaps from one or two examples. Returns `undefined` if these examples are unsuitable.
 */
type MakeOutlier = (one: Example, other: Example, random: Random) => FloatImage | undefined;

/** How to generate the images on which a detector is trained. */
export interface OutlierExposure {
  /** Scales and centres a drawing like the preprocessing. */
  readonly frame: (drawing: FloatImage, size: ImageSize) => Uint8Array;
  /** Varies an image as another writer or camera would. */
  readonly vary: (example: Example, random: Random, strength: number) => FloatImage;
  /** Generators of outliers, each used equally often. */
  readonly ways: (classNames: readonly string[]) => readonly MakeOutlier[];
}

const isDigit = (className: string) => /^\d$/.test(className);
const alone =
  (draw: (random: Random) => FloatImage): MakeOutlier =>
  (_, __, random) =>
    draw(random);

const characters: OutlierExposure = {
  frame: framedCharacter,

  vary({ image, className }, random, strength) {
    const isRedrawn = isDigit(className) && random.next() < 0.4;
    return byAnotherHand(isRedrawn ? drawDigit(className, random) : image, random, strength);
  },

  ways(classNames) {
    const pairs: MakeOutlier[] = [
      (one, other, random) =>
        one.className === other.className ? undefined : overlaid(one.image, other.image, random),
      (one, other, random) => glued(one.image, other.image, random),
      ({ image }, _, random) => shuffled(image, random),
    ];
    const others = [...Object.values(shapes).map(alone), ...pairs];
    // Other datasets may have letters, and a turned letter may be another letter.
    if (!classNames.every(isDigit)) return others;
    const drawn = Object.values(penDrawings).map(alone);
    const turns: MakeOutlier = ({ image, className }, _, random) => turned(image, className, random);
    // Made-up characters are the outliers most often mistaken for digits.
    const characters = ['madeUp', 'onLattice'].map((name) => alone(penDrawings[name]!));
    return [
      ...others,
      ...others,
      ...drawn,
      ...drawn,
      ...Array(3).fill(characters).flat(),
      ...Array(6).fill(turns),
    ];
  },
};

const garments: OutlierExposure = {
  frame: framedGarment,
  vary: ({ image }, random, strength) => inAnotherCatalogue(image, random, strength),
  ways: () =>
    Object.values(badPhotos).map(
      (change): MakeOutlier =>
        (one, other, random) =>
          change(one.image, other.image, random),
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
    const image = all[turn % all.length]!(any(), any(), random);
    if (turn % 20 === 0) made.push(unframed(any(), random));
    else if (image?.values.some((value) => value > 0.5)) made.push(frame(image, dataset));
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
  return Uint8Array.from(image.values, (value) => {
    if (kind === 0) return 255 * (1 - value);
    return kind === 1 ? 255 * (level + contrast * (random.next() - level)) : 255 * level;
  });
}

function exampleOf(dataset: Dataset, index: number): Example {
  const { rows, columns, classNames, labels } = dataset;
  const values = new Float32Array(pixelCount(dataset));
  pixelsOf(dataset, index).forEach((pixel, at) => {
    values[at] = pixel / 255;
  });
  return { image: { values, rows, columns }, className: classNames[labels[index]!]! };
}

export function pixelsOf(dataset: Dataset, index: number): Uint8Array {
  const length = pixelCount(dataset);
  return dataset.images.subarray(index * length, (index + 1) * length);
}
