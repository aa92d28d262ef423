import { networkOfFlags, recipeValues } from '../experiments/recipe.js';
import { isRecord } from '../files/read-json.js';
import { recipesByName } from '../lessons/find-lesson.js';
import type { NetworkOptions } from '../models/create-network.js';
import { modelOptions } from '../models/model-options.js';
import { FlagConflictError, type FlagValues, optionsOfFlags } from '../options/flags.js';
import type { ValuesOf } from '../options/option.js';
import { showText, showValue } from '../text/escape.js';
import { didYouMean } from '../text/suggest.js';
import type { TrainOptions } from '../training/train-options.js';
import { trainingOptions } from '../training/training-options.js';
import { usageError } from './exit-code.js';
import { commandOptions, trainFlags } from './flags.js';
import { readFlag, readInput } from './shared-options.js';

/** The values of the command line, the configuration file and the recipe together. */
export interface TrainValues {
  /** Values by flag name, as in the configuration file. */
  readonly given: FlagValues;
  readonly command: ValuesOf<typeof commandOptions>;
  readonly network: NetworkOptions;
  readonly training: TrainOptions;
}

/**
 * Combines the command line, the configuration file and the recipe. The earlier ones take precedence.
 *
 * @throws {CommandError} if the file cannot be read, a name or value is invalid, or a value would have no
 *   effect.
 */
export async function trainValues(options: FlagValues, configFile: string | undefined): Promise<TrainValues> {
  const names = new Set(trainFlags.map(({ name }) => name));
  const typed = Object.entries(options).filter(([name, value]) => names.has(name) && value !== undefined);
  const own = {
    ...(configFile === undefined ? {} : readConfig(configFile)),
    ...Object.fromEntries(typed),
  } as FlagValues & { readonly recipe?: string };
  const given = own.recipe === undefined ? own : { ...recipeValues(recipesByName[own.recipe]!, own), ...own };
  try {
    const values: TrainValues = {
      given,
      command: optionsOfFlags(commandOptions, given),
      network: { ...networkOfFlags(given), ...optionsOfFlags({ name: modelOptions.name }, given) },
      training: optionsOfFlags(trainingOptions, given),
    };
    checkTogether(values);
    return values;
  } catch (error) {
    throw error instanceof FlagConflictError ? usageError(error.message) : error;
  }
}

function readConfig(file: string): FlagValues {
  const config = readInput(file);
  if (!isRecord(config)) {
    throw usageError(
      `Reading ${showText(file)}: expected a JSON object such as { "epochs": 5 } but found ${showValue(config)}.`,
    );
  }
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(config)) {
    const flag = trainFlags.find((known) => known.name === name);
    if (!flag) {
      const known = trainFlags.map((each) => each.name);
      const all = `Known: ${known.join(', ')}.`;
      throw usageError(
        `Unknown setting ${showValue(name)} in ${showText(file)}.${didYouMean(name, known)} ${all}`,
      );
    }
    values[name] = readFlag(flag, value, `${showValue(name)} in ${showText(file)}`);
  }
  return values;
}

/** Rejects options that have no effect without a validation set. */
function checkTogether({ command: { validationSize, calibrate }, training }: TrainValues): void {
  if (validationSize !== 0) return;
  if (calibrate) throw usageError('--calibrate needs a --validation-size above 0.');
  const monitor = training.earlyStopping?.monitor;
  if (monitor?.startsWith('validation'))
    throw usageError(`--monitor ${monitor} needs a --validation-size above 0.`);
}
