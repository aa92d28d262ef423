import { datasetEntry, isDatasetName } from '../datasets/catalogue.js';
import { preprocessings } from '../images/preprocessing.js';
import type { ModelMetadata } from '../models/model-metadata.js';
import { countOf, listOf } from '../text/format.js';
import type { SectionData } from './page/page-data.js';

/** What the page says about one network and what it is shown. */
export interface PageWords {
  /** On the button that chooses it, where a page has several. */
  readonly name: string;
  readonly title: string;
  readonly subtitle: string;
  readonly emptyTitle: string;
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

/** More names than these are not listed in a sentence. */
const mostListed = 8;

/** For a network of any classes, by what its section takes. */
const anyWords: Readonly<Record<'drawing' | 'photo', (classes: string) => PageWords>> = {
  drawing: (classes) => ({
    name: 'Drawing',
    title: 'Draw it',
    subtitle: `A small neural network tells ${classes} apart, while you draw.`,
    emptyTitle: 'Nothing drawn yet',
    tools: ['Undo', 'Clear'],
    data: `characters of its own: ${classes}`,
    drop: '',
    photo: 'Photo',
    mistaken: 'a face becomes a character',
  }),
  photo: (classes) => ({
    name: 'Photo',
    title: 'Show a photo',
    subtitle: `A small neural network tells ${classes} apart.`,
    emptyTitle: 'No photo yet',
    tools: ['Choose a photo', 'Clear'],
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
  { preprocessing, network: { classNames } }: Pick<SectionData, 'preprocessing' | 'network'>,
  { trainedWith }: Pick<ModelMetadata, 'trainedWith'>,
): PageWords {
  const any = anyWords[preprocessings[preprocessing].takes](classesText(classNames));
  const lesson = (Object.keys(lessonWords) as (keyof typeof lessonWords)[]).find((name) => {
    const entry = datasetEntry(name);
    return (
      entry.preprocessing === preprocessing && classNames.every((each) => entry.classNames.includes(each))
    );
  });
  const words = lesson ? { ...any, ...lessonWords[lesson] } : any;
  const dataset = trainedWith?.dataset;
  if (dataset === undefined) return words;
  const known = String(dataset);
  if (!isDatasetName(known)) return { ...words, data: any.data };
  return { ...words, data: known === lesson ? words.data : datasetEntry(known).title };
}

function classesText(classNames: readonly string[]): string {
  if (classNames.length <= mostListed) return listOf(classNames);
  return `${classNames.slice(0, mostListed - 2).join(', ')} and ${countOf(classNames.length - mostListed + 2, 'more', 'more')}`;
}
