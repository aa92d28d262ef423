import type { DataFrame } from 'danfojs-node';
import { recipeOptions } from '../experiments/recipe-options.js';
import { flagsOf } from '../options/flags.js';
import { dataFrame } from './data-frame.js';
import type { ParameterValue } from './parameter-values.js';

/** What a lesson can choose besides its recipe, in words. */
const lessonValues: Readonly<Record<string, string>> = {
  seed: 'start of all that is drawn by chance: same seed, same weights',
  shownImages: 'test images whose predictions are shown near the end',
  ablationEpochs: 'epochs of each network that is trained to see what an ingredient pays',
};

/**
 * Every parameter with its value and what it means in a few words.
 *
 * @example
 * ```ts
 * const table = parametersTable(recipeParameters(digitRecipe, { seed: 1 }));
 * ```
 */
export function parametersTable({
  values,
}: {
  readonly values: Readonly<Record<string, ParameterValue>>;
}): DataFrame {
  const words = new Map(flagsOf(recipeOptions).map(({ name, option }) => [name, option.help]));
  const names = Object.keys(values);
  return dataFrame({
    parameter: names,
    value: names.map((name) => show(values[name]!)),
    'what it is': names.map((name) => lessonValues[name] ?? withoutSource(words.get(name) ?? '')),
  });
}

/** Help without the publication that something comes from: `(Szegedy et al. 2016)`. */
function withoutSource(help: string): string {
  return help.replace(/ \([^()]* \d{4}[^()]*\)$/, '');
}

function show(value: ParameterValue): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}
