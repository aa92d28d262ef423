import { datasetEntry, isDatasetName } from '../datasets/catalogue.js';
import { preprocessings } from '../images/preprocessing.js';
import type { LessonPage } from '../lessons/lesson.js';
import { lessons } from '../lessons/lessons.js';
import type { ModelMetadata } from '../models/model-metadata.js';
import { countOf, listOf } from '../text/format.js';
import type { SectionData } from './page/page-data.js';

/** The texts for one network. */
export interface PageWords extends Required<LessonPage> {
  readonly emptyTitle: string;
  readonly tools: readonly string[];
}

export const choosePhoto = 'Choose a photo';

/** Maximum number of class names in a text. Longer lists are abbreviated. */
const mostListed = 8;

/** Texts for networks that belong to no lesson, by the kind of input. */
const anyWords: Readonly<Record<'drawing' | 'photo', (classes: string) => PageWords>> = {
  drawing: (classes) => ({
    name: 'Drawing',
    lesson: '',
    title: 'Draw it',
    subtitle: `A small neural network tells ${classes} apart while you draw.`,
    emptyTitle: 'Nothing drawn yet',
    tools: ['Undo', 'Clear', choosePhoto],
    data: `images of the characters ${classes}`,
    drop: '',
    photo: 'Photo',
    mistaken: 'a face becomes a character',
  }),
  photo: (classes) => ({
    name: 'Photo',
    lesson: '',
    title: 'Show a photo',
    subtitle: `A small neural network tells ${classes} apart.`,
    emptyTitle: 'No photo yet',
    tools: [choosePhoto, 'Clear'],
    data: `images of ${classes}`,
    drop: 'Drop or paste a photo',
    photo: 'Photo',
    mistaken: 'an image of anything else becomes one of them',
  }),
};

/** The texts for a network: a lesson's texts if the network has its preprocessing and only its classes. */
export function pageWords(
  { preprocessing, network: { classNames } }: Pick<SectionData, 'preprocessing' | 'network'>,
  { trainedWith }: Pick<ModelMetadata, 'trainedWith'>,
): PageWords {
  const any = anyWords[preprocessings[preprocessing].takes](classesText(classNames));
  const lesson = lessons.find((one) => {
    const entry = datasetEntry(one.dataset);
    return (
      entry.preprocessing === preprocessing && classNames.every((each) => entry.classNames.includes(each))
    );
  });
  const words = { ...any, ...lesson?.page };
  const dataset = trainedWith?.dataset;
  if (dataset === undefined) return words;
  const known = String(dataset);
  if (!isDatasetName(known)) return { ...words, data: any.data };
  return { ...words, data: known === lesson?.dataset ? words.data : datasetEntry(known).title };
}

function classesText(classNames: readonly string[]): string {
  if (classNames.length <= mostListed) return listOf(classNames);
  return `${classNames.slice(0, mostListed - 2).join(', ')} and ${countOf(classNames.length - mostListed + 2, 'more', 'more')}`;
}
