import type { Recipe } from '../experiments/recipe.js';
import type { Lesson } from './lesson.js';
import { lessons } from './lessons.js';

/**
 * Returns the lesson with a name.
 *
 * @throws {RangeError} if there is none. The message lists the names and explains how to add a lesson.
 */
export function findLesson(name: string): Lesson {
  const lesson = lessons.find((one) => one.name === name);
  if (lesson) return lesson;
  throw new RangeError(
    `Looking up a lesson: expected one of ${lessons.map((one) => one.name).join(', ')} but found "${name}". ` +
      `A new lesson is a file lib/src/lessons/${name}.ts and a row in lib/src/lessons/lessons.ts.`,
  );
}

/** The lesson on a dataset, if there is one. */
export function lessonAbout(dataset: string): Lesson | undefined {
  return lessons.find((one) => one.dataset === dataset);
}

/** The recipes of all lessons, by their names in commands, configuration files and search spaces. */
export const recipesByName: Readonly<Record<string, Recipe>> = Object.fromEntries(
  lessons.flatMap(({ name, recipe, smallRecipe, convolutionalRecipe }) => [
    [name, recipe],
    ...(smallRecipe ? [[`small-${name}`, smallRecipe] as const] : []),
    ...(convolutionalRecipe ? [[`${name}-cnn`, convolutionalRecipe] as const] : []),
  ]),
);
