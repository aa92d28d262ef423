import type { DatasetName } from '../datasets/catalogue.js';
import type { AccuracyEntry } from '../experiments/baselines.js';
import type { DrawnPicture } from '../experiments/classify-images.js';
import type { Corruption } from '../experiments/corruptions.js';
import type { StudyStep } from '../experiments/incremental-study.js';
import type { Recipe } from '../experiments/recipe.js';
import type { DenseClassifierOptions } from '../models/dense-classifier.js';

/**
 * Everything that is particular to a lesson. What its dataset is (classes, preprocessing, files) is in the catalogue; the
 * claims of its text are in `scripts/lessons/claims/<name>.ts`.
 */
export interface Lesson {
  /** In commands, and the name of its files here and among the claims. */
  readonly name: string;
  /** Name in the catalogue, and in `build/results.json`. */
  readonly dataset: DatasetName;
  /** Path of its notebook below `notebooks/`. */
  readonly notebook: string;
  /** Name of its network, and of its folder below `build/models/`. */
  readonly modelName: string;
  /** The network that `mnist-lab train` and sweeps use for the dataset by default. */
  readonly network: DenseClassifierOptions;
  /** The network and training of the notebook. */
  readonly recipe: Recipe;
  /** A recipe that trains in seconds; commands call it `small-<name>`. */
  readonly smallRecipe?: Recipe;
  /** A recipe of a convolutional network, trained in minutes; commands call it `<name>-cnn`. */
  readonly convolutionalRecipe?: Recipe;
  /** The test accuracy of that recipe (`npm run bench:accuracy -- --only cnn`). */
  readonly convolutionalResult?: AccuracyEntry;
  /** The best this library reached with longer training (`npm run bench:accuracy -- --record`). */
  readonly bestResult: AccuracyEntry;
  /** What others reached with networks of dense layers. */
  readonly publishedResults: readonly AccuracyEntry[];
  /** Changes to images under which the network should still be right. */
  readonly corruptions: readonly Corruption[];
  /** Drawings of the kind that people bring, to try the network with. */
  readonly sampleImages: readonly DrawnPicture[];
  /** What the demo page says about the network. */
  readonly page: LessonPage;
  /** The recipe taken apart: a plain network, then one ingredient after another. */
  readonly incrementalStudy?: (options: IncrementalStudyOptions) => StudyStep[];
  /** Figures of the notebook that the README and the benchmark pages show. */
  readonly readmeFigures?: readonly string[];
}

/** What {@link Lesson.incrementalStudy} leaves open. */
export interface IncrementalStudyOptions {
  /** Units of each hidden layer. */
  readonly hiddenUnits: readonly number[];
  /** Of the step that adds dropout; 0 to less than 1. */
  readonly dropoutRate: number;
  /** Of every network. */
  readonly epochs: number;
}

/** Texts of the demo page. */
export interface LessonPage {
  /** On the button that chooses the network. */
  readonly name: string;
  readonly title: string;
  readonly subtitle: string;
  /** What the network was trained on. */
  readonly data: string;
  /** What happens to images of none of the classes, such as `'a face becomes a digit'`. */
  readonly mistaken: string;
  /** Where photos are dropped, as HTML. */
  readonly drop?: string;
  /** Label of the button that opens a photo. */
  readonly photo?: string;
}

/** A published accuracy, for {@link Lesson.publishedResults}. */
export function published(
  name: string,
  accuracy: number,
  conditions: string,
  reference?: string,
): AccuracyEntry {
  const known = reference === undefined ? {} : { reference };
  return { name, accuracy, source: 'published', conditions, ...known };
}
