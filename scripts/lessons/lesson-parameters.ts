/** Finds a notebook's parameters, and assigns given values to notebooks. */

import { createRequire } from 'node:module';
import path from 'node:path';
import { transformSync } from 'esbuild';
import {
  checkParameter,
  type ParameterValue,
  parametersVariable,
} from '../../lib/src/notebook/parameters.js';
import { recipeDefaults } from '../../lib/src/notebook/recipe-parameters.js';
import { asModule } from './as-module.js';
import { codeCells, type Notebook, textOf } from './notebook.js';
import { root } from './project.js';

type Defaults = Readonly<Record<string, ParameterValue>>;
type Values = Readonly<Record<string, unknown>>;

class Asked {
  constructor(readonly defaults: Defaults) {}
}

/**
 * The parameters of a notebook with their defaults: the arguments of `notebookParameters` or
 * `recipeParameters`. To find them, the notebook's code is run up to that call. For a notebook without this
 * call, the result is empty.
 */
export async function parametersOf(notebook: Notebook): Promise<Defaults> {
  const sources = codeCells(notebook).map(({ source }) => textOf(source));
  const asking = sources.findIndex((source) => /\b(notebook|recipe)Parameters\(/.test(source));
  if (asking < 0) return {};
  const { code } = transformSync(asModule(sources.slice(0, asking + 1).join('\n')), {
    loader: 'ts',
    format: 'cjs',
  });
  const requirePackage = createRequire(path.join(root, 'package.json'));
  const requireStandIn = (id: string) =>
    id === 'mnist-lab/notebook' ? { ...requirePackage(id), ...standIns } : requirePackage(id);
  const module: { exports: { default?: () => Promise<void> } } = { exports: {} };
  try {
    new Function('require', 'module', 'exports', code)(requireStandIn, module, module.exports);
    await module.exports.default?.();
  } catch (error) {
    if (error instanceof Asked) return error.defaults;
    throw error;
  }
  return {};
}

function tell(defaults: Defaults): never {
  throw new Asked(defaults);
}

/** Replacements for two functions of the library. They throw the defaults, which ends the notebook's code. */
const standIns = {
  notebookParameters: tell,
  recipeParameters: (...asked: Parameters<typeof recipeDefaults>) => tell(recipeDefaults(...asked)),
};

/**
 * Assigns each value to the notebooks that have the parameter, and checks all values.
 *
 * @throws {RangeError} if no notebook has a parameter with that name.
 * @throws {TypeError} if a value has another type than the default.
 */
export function shareValues(values: Values, known: readonly Defaults[]): Values[] {
  for (const name of Object.keys(values)) {
    if (known.some((parameters) => Object.hasOwn(parameters, name))) continue;
    const all = [...new Set(known.flatMap((parameters) => Object.keys(parameters)))].join(', ');
    throw new RangeError(
      `${parametersVariable} names "${name}", which is not a parameter of any of these notebooks. Known: ${all}.`,
    );
  }
  return known.map((parameters) => {
    const own = Object.entries(values).filter(([name]) => Object.hasOwn(parameters, name));
    for (const [name, value] of own) checkParameter(name, value, parameters);
    return Object.fromEntries(own);
  });
}
