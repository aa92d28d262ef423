import type { Preprocessing } from '../images/preprocessing.js';
import type { Familiarity } from './familiarity-score.js';
import type { InputScaling } from './input-scaling.js';

/** What a network needs besides its weights to be used again, and where those weights come from. */
export interface ModelMetadata {
  /** A short name, such as `'digit'`. */
  readonly name: string;
  /** Name of each class, by class index. */
  readonly classNames: readonly string[];
  /** Rows and columns of the images it takes, in pixels. */
  readonly imageShape: readonly [rows: number, columns: number];
  readonly inputScaling: InputScaling;
  /** Divides the logits before the softmax (Guo et al. 2017); 1 changes nothing. */
  readonly temperature: number;
  /** How photos and drawings become images like those it was trained on. */
  readonly preprocessing: Preprocessing;
  /** What its answers look like on images like its training images (see `fitFamiliarity`). */
  readonly familiarity?: Familiarity;
  /** Plain training options, the dataset's name and the seed. */
  readonly trainedWith?: Readonly<Record<string, unknown>>;
  /** Result on the test set, read once after training. */
  readonly test?: { readonly accuracy: number; readonly loss: number };
  /** Versions of what made the model. */
  readonly versions: Readonly<Record<string, string>>;
}
