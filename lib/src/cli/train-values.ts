import { readFile } from 'node:fs/promises';
import { inputError, usageError } from './command-error.js';
import { recipeValues } from './recipe-values.js';
import { flagOf, readSetting } from './setting.js';
import { didYouMean } from './suggest.js';
import { trainSettings } from './train-settings.js';
import type { TrainValues } from './train-value-types.js';

/**
 * Puts together what the command line and the configuration file say; the command line wins.
 *
 * @throws {CommandError} If the file cannot be read, or a name or a value is wrong.
 */
export async function trainValues(
  options: Readonly<Record<string, unknown>>,
  configFile: string | undefined,
): Promise<TrainValues> {
  const names = new Set(trainSettings.map(({ name }) => name));
  const given = Object.entries(options).filter(([name, value]) => names.has(name) && value !== undefined);
  const own: TrainValues = {
    ...(configFile === undefined ? {} : await readConfig(configFile)),
    ...Object.fromEntries(given),
  };
  const values = own.recipe === undefined ? own : { ...recipeValues(own.recipe), ...own };
  checkTogether(values);
  return values;
}

async function readConfig(file: string): Promise<TrainValues> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw inputError(`Cannot read the configuration file ${file}: ${error.message}.`, error);
  });
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch (error) {
    throw inputError(`Cannot read ${file}: it is not valid JSON (${(error as Error).message}).`, error);
  }
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw usageError(`Cannot use ${file}: wanted a JSON object such as { "epochs": 5 }.`);
  }
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(config)) {
    const setting = trainSettings.find((known) => known.name === name);
    if (!setting) {
      const known = trainSettings.map((each) => each.name);
      const all = `Known: ${known.join(', ')}.`;
      throw usageError(`Unknown setting "${name}" in ${file}.${didYouMean(name, known)} ${all}`);
    }
    values[name] = readSetting(setting, value, `"${name}" in ${file}`);
  }
  return values;
}

/** Refuses settings that would have no effect because another one is missing or different. */
function checkTogether(values: TrainValues): void {
  const { schedule = 'constant', optimizer = 'adam', validationSize } = values;
  const needs = (name: keyof TrainValues, fits: boolean, wanted: string) => {
    if (values[name] !== undefined && !fits) throw usageError(`${flagOf({ name })} needs ${wanted}.`);
  };
  needs('warmUpEpochs', schedule === 'cosine', '--schedule cosine');
  needs('finalLearningRate', schedule === 'cosine', '--schedule cosine');
  needs('warmUpPart', schedule === 'one-cycle', '--schedule one-cycle');
  needs('weightDecay', optimizer === 'adamw' || values.weightDecay === 0, '--optimizer adamw');
  needs('monitor', values.patience !== undefined, '--patience, without which training does not stop early');
  needs(
    'minimumDelta',
    values.patience !== undefined,
    '--patience, without which training does not stop early',
  );
  needs('checkpointEvery', values.checkpoint !== undefined, '--checkpoint <folder>');
  if (values.resume) needs('resume', values.checkpoint !== undefined, '--checkpoint <folder>');
  if (values.calibrate) needs('calibrate', validationSize !== 0, 'a --validation-size above 0');
  if (validationSize === 0 && values.monitor?.startsWith('validation')) {
    throw usageError(`--monitor ${values.monitor} needs a --validation-size above 0.`);
  }
}
