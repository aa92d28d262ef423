/** The only list of lessons. To add one, import it, export it and add it to the array. */

import { digits } from './digits.js';
import { fashion } from './fashion.js';
import type { Lesson } from './lesson.js';

export { digits, fashion };

/**
 * Every lesson.
 *
 * @example
 * console.log(lessons.map(({ name }) => name)); // [ 'digits', 'fashion' ]
 */
export const lessons: readonly Lesson[] = [digits, fashion];
