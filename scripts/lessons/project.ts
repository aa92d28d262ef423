/** Where things are. */

import path from 'node:path';

export const root = path.resolve(__dirname, '..', '..');
export const buildFolder = path.resolve(process.env.MNIST_LAB_BUILD || path.join(root, 'build'));
export const python = path.join(root, '.venv', 'bin', 'python');

/** A notebook of the project and what it leaves. */
export interface Lesson {
  /** Dataset it is about, and its name in `results.json`. */
  dataset: string;
  /** Its path under `notebooks/`. */
  file: string;
  /** The folder of its model under `build/models/`. */
  model: string;
}

export const lessons: readonly Lesson[] = [
  { dataset: 'mnist', file: 'mnist_digit/digit_classifier.ipynb', model: 'digit' },
  { dataset: 'fashion-mnist', file: 'fashion_mnist/fashion_classifier.ipynb', model: 'fashion' },
];

/** The notebook as it is in git. */
export const committed = (lesson: Lesson) => path.join(root, 'notebooks', lesson.file);
/** The notebook as the last headless run left it. */
export const built = (lesson: Lesson) => path.join(buildFolder, 'notebooks', lesson.file);
