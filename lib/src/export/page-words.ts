import { datasetEntry, isDatasetName } from '../datasets/catalogue.js';
import type { ModelMetadata } from '../models/model-metadata.js';
import { countOf, listOf } from '../text/format.js';
import type { SectionData, Subject } from './page/page-data.js';

/** What the page says about one network and what it is shown. */
export interface PageWords {
  /** On the button that chooses it, where a page has several. */
  readonly name: string;
  readonly title: string;
  readonly subtitle: string;
  readonly emptyTitle: string;
  readonly emptyNote: string;
  /** How the network's image came from what was shown. */
  readonly seen: string;
  /** What the network was trained on. */
  readonly data: string;
  readonly tools: readonly [string, string];
  /** On the place where photos are dropped. */
  readonly drop: string;
  /** Such as the photo that is asked for. */
  readonly photo: string;
  /** What becomes of what is none of the classes. */
  readonly mistaken: string;
}

const photoTools = ['Choose a photo', 'Clear'] as const;

/** More names than these are not listed in a sentence. */
const mostListed = 8;

/** Words for each subject, as they are for classes of one's own. */
const ownWords: Readonly<Record<Subject, (classes: string) => PageWords>> = {
  digit: (classes) => ({
    name: 'Drawing',
    title: 'Draw it',
    subtitle: `A small neural network tells ${classes} apart, while you draw.`,
    emptyTitle: 'Nothing drawn yet',
    emptyNote: 'use mouse, pen or finger, or drop a photo of one',
    seen: 'centred by mass and scaled as in MNIST',
    tools: ['Undo', 'Clear'],
    data: `characters of its own: ${classes}`,
    drop: '',
    photo: 'Photo',
    mistaken: 'a face becomes a character',
  }),
  fashion: (classes) => ({
    name: 'Photo',
    title: 'Show a photo',
    subtitle: `A small neural network tells ${classes} apart.`,
    emptyTitle: 'No photo yet',
    emptyNote: 'one piece, plain background',
    seen: 'grey, negated and sharpened as in Fashion-MNIST',
    tools: photoTools,
    data: `pictures of ${classes}`,
    drop: 'Drop or paste a photo<br>of one piece',
    photo: 'Photo',
    mistaken: 'what is none of them becomes one of them',
  }),
  picture: (classes) => ({
    name: 'Photo',
    title: 'Show a photo',
    subtitle: `A small neural network tells ${classes} apart.`,
    emptyTitle: 'No photo yet',
    emptyNote: 'taken like those it was trained on',
    seen: 'grey and scaled, as its training images were',
    tools: photoTools,
    data: `pictures of ${classes}`,
    drop: 'Drop or paste a photo',
    photo: 'Photo',
    mistaken: 'what is none of them becomes one of them',
  }),
};

/** What differs for a network of a lesson. */
const lessonWords = {
  mnist: {
    name: 'Digit',
    title: 'Draw a digit',
    subtitle: 'A small neural network says what it sees, while you draw.',
    data: 'handwritten digits (MNIST)',
    mistaken: 'a face becomes a digit',
  },
  'fashion-mnist': {
    name: 'Garment',
    title: 'Show a garment',
    subtitle: 'A small neural network says what the photo shows.',
    data: 'clothing from a shop’s catalogue (Fashion-MNIST)',
    drop: 'Drop or paste a photo<br>of one garment',
    photo: 'Photo of a garment',
    mistaken: 'a cup becomes a bag',
  },
} as const satisfies Readonly<Record<string, Partial<PageWords>>>;

/** What the page says about a network: in the words of a lesson where its classes are that lesson's. */
export function pageWords(
  { subject, network }: SectionData,
  { trainedWith }: Pick<ModelMetadata, 'trainedWith'>,
): PageWords {
  const own = ownWords[subject](classesText(network.classNames));
  const lesson = lessonOf(subject, network.classNames);
  const words = lesson ? { ...own, ...lessonWords[lesson] } : own;
  const dataset = trainedWith?.dataset;
  if (dataset === undefined) return words;
  const known = String(dataset);
  if (!isDatasetName(known)) return { ...words, data: own.data };
  return { ...words, data: known === lesson ? words.data : datasetEntry(known).title };
}

function lessonOf(subject: Subject, classNames: readonly string[]): keyof typeof lessonWords | undefined {
  if (subject === 'digit') return classNames.every((name) => /^\d$/.test(name)) ? 'mnist' : undefined;
  const garments = datasetEntry('fashion-mnist').classNames;
  const areGarments = subject === 'fashion' && garments.join('\n') === classNames.join('\n');
  return areGarments ? 'fashion-mnist' : undefined;
}

function classesText(classNames: readonly string[]): string {
  if (classNames.length <= mostListed) return listOf(classNames);
  return `${classNames.slice(0, mostListed - 2).join(', ')} and ${countOf(classNames.length - mostListed + 2, 'more', 'more')}`;
}
