/** Where things are. */

import path from 'node:path';
import { lessons } from './lessons.cjs';

export { lessons };

export const root = path.resolve(__dirname, '..', '..');
export const buildFolder = path.resolve(process.env.MNIST_LAB_BUILD || path.join(root, 'build'));
export const python = path.join(root, '.venv', 'bin', 'python');

/** A notebook of the project and what it leaves. */
export type Lesson = import('./lessons.cjs').Lesson;

/** The notebook as it is in git. */
export const committed = (lesson: Lesson) => path.join(root, 'notebooks', lesson.file);
/** The notebook as the last headless run left it. */
export const built = (lesson: Lesson) => path.join(buildFolder, 'notebooks', lesson.file);
