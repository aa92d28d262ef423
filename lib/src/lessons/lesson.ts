import type { DatasetName } from '../datasets/catalogue.js';
import type { AccuracyEntry } from '../experiments/baselines.js';
import type { DrawnPicture } from '../experiments/classify-images.js';
import type { Corruption } from '../experiments/corruptions.js';
import type { StudyStep } from '../experiments/incremental-study.js';
import type { Recipe } from '../experiments/recipe.js';
import type { DenseClassifierOptions } from '../models/dense-classifier.js';

/**
 * Everything specific to a lesson. Facts about its dataset (classes, preprocessing, files) are in the
 * catalogue. The claims of its text are in `scripts/lessons/claims/<name>.ts`.
 */
export interface Lesson {
  /** Name of the lesson in commands, in `lib/src/lessons` and in `scripts/lessons/claims`. */
  readonly name: string;
  /** Name of the lesson's dataset in the catalogue and in `build/results.json`. */
  readonly dataset: DatasetName;
  /** Path of the lesson's notebook under `notebooks/`. */
  readonly notebook: string;
  /** Name of the lesson's network, and of its folder under `build/models/`. */
  readonly modelName: string;
  /** The network that `mnist-lab train` and sweeps use for the dataset by default. */
  readonly network: DenseClassifierOptions;
  /** The network and training options of the notebook. */
  readonly recipe: Recipe;
  /** A recipe that trains in seconds. Commands call it `small-<name>`. */
  readonly smallRecipe?: Recipe;
  /** A recipe of a convolutional network, trained in minutes. Commands call it `<name>-cnn`. */
  readonly convolutionalRecipe?: Recipe;
  /** Test accuracy of the convolutional recipe (`npm run bench:accuracy -- --only cnn`). */
  readonly convolutionalResult?: AccuracyEntry;
  /** The best accuracy this library reached with longer training (`npm run bench:accuracy -- --record`). */
  readonly bestResult: AccuracyEntry;
  /** Published accuracies of networks with dense layers and, for clothing, of people. */
  readonly publishedResults: readonly AccuracyEntry[];
  /** Changes to images that should not change the network's prediction. */
  readonly corruptions: readonly Corruption[];
  /** Sample drawings that resemble users' photos. */
  readonly sampleImages: readonly DrawnPicture[];
  /** Texts of the demo page about the network. */
  readonly page: LessonPage;
  /** The recipe step by step: a plain network, then one ingredient added per step. */
  readonly incrementalStudy?: (options: IncrementalStudyOptions) => StudyStep[];
  /** Figures of the notebook that the README and the benchmark pages show. */
  readonly readmeFigures?: readonly string[];
}

/** Options of {@link Lesson.incrementalStudy}. */
export interface IncrementalStudyOptions {
  /** Units of each hidden layer. */
  readonly hiddenUnits: readonly number[];
  /** Dropout rate of the step that adds dropout; 0 to less than 1. */
  readonly dropoutRate: number;
  /** Training epochs of every network. */
  readonly epochs: number;
}

/** Texts of the demo page. */
export interface LessonPage {
  /** Title of the lesson, for people who received only the page. */
  readonly lesson?: string;
  /** Label of the button that selects the network. */
  readonly name: string;
  readonly title: string;
  readonly subtitle: string;
  /** Description of the training data. */
  readonly data: string;
  /** How images of no class are misclassified, such as `'a face becomes a digit'`. */
  readonly mistaken: string;
  /** Prompt of the drop area for photos, as HTML. */
  readonly drop?: string;
  /** Label of the button that opens a photo. */
  readonly photo?: string;
}

/** Makes an entry of {@link Lesson.publishedResults}. */
export function published(
  name: string,
  accuracy: number,
  conditions: string,
  reference?: string,
): AccuracyEntry {
  const known = reference === undefined ? {} : { reference };
  return { name, accuracy, source: 'published', conditions, ...known };
}
