/**
 * Trains the lessons' recipes, or with `--record` recipes that take longer and reach higher accuracies. Uses
 * several seeds, and evaluates each trained network once on the test set.
 *
 *   npm run bench:accuracy -- [--record] [--precision mixed] [--seeds 1,2,3,4,5] [--only fashion] [--resume]
 *
 * `results.json` is written after every run. `--resume` keeps its results of the same recipe and seed.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import {
  calibrateModel,
  calibrationCurve,
  evaluate,
  loadDataset,
  predictProbabilities,
  train,
} from 'mnist-lab';
import { type AccuracyEntry, digits, fashion, prepareRecipe, type Recipe } from 'mnist-lab/experiments';
import { mean, standardDeviation } from '../../lib/src/evaluation/statistics.js';
import { recordRecipes } from './record-recipes.mjs';

/** Published results of dense networks on raw pixels. */
const published: Readonly<Record<string, readonly AccuracyEntry[]>> = {
  digits: digits.publishedResults,
  'small digits': digits.publishedResults.slice(0, 1),
  fashion: fashion.publishedResults,
  'digits, record': digits.publishedResults,
  'clothes, record': fashion.publishedResults,
};

interface Run {
  readonly seed: number;
  readonly accuracy: number;
  readonly loss: number;
  readonly calibrationErrorBefore: number;
  readonly calibrationError: number;
  readonly temperature: number;
  readonly seconds: number;
  /** CPU time of all threads during training, which is more reliable than wall-clock time on a busy machine. */
  readonly processorSeconds?: number;
  readonly residentMegabytes?: number;
}

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1,2,3,4,5' },
    only: { type: 'string', default: '' },
    resume: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
    precision: { type: 'string', default: 'float32' },
  },
});
const seeds = values.seeds.split(',').map(Number);
const precision = values.precision as 'float32' | 'mixed';
const all: Readonly<Record<string, Recipe>> = values.record
  ? recordRecipes
  : {
      digits: digits.recipe,
      'small digits': digits.smallRecipe,
      fashion: fashion.recipe,
      'digits-cnn': digits.convolutionalRecipe,
      'fashion-cnn': fashion.convolutionalRecipe,
    };
// Results of mixed precision have names of their own, such as `digits, mixed`.
const recipes = Object.fromEntries(
  Object.entries(all).map(([name, recipe]) =>
    precision === 'float32'
      ? [name, recipe]
      : [`${name}, ${precision}`, { ...recipe, training: { ...recipe.training, precision } }],
  ),
);

const resultsFile = join(import.meta.dirname, 'results.json');
type Results = Record<string, { recipe: Recipe; runs: Run[] }>;
const earlier: Results = existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, 'utf8')) : {};
// Results of recipes that are not run now are kept.
const results: Results = { ...earlier };
const chosen = Object.entries(recipes).filter(([name]) => name.includes(values.only));
for (const [name, recipe] of chosen) {
  const runs: Run[] = [];
  results[name] = { recipe, runs };
  for (const seed of seeds) {
    const run = (values.resume && earlierRun(name, recipe, seed)) || (await runOnce(recipe, seed));
    runs.push(run);
    console.log(`${name}, seed ${seed}: ${percent(run.accuracy)} in ${run.seconds.toFixed(1)} s`);
    writeFileSync(resultsFile, `${JSON.stringify(results, undefined, 2)}\n`);
  }
}
for (const [name] of chosen) printTable(name, results[name]!.runs);

function earlierRun(name: string, recipe: Recipe, seed: number): Run | undefined {
  const known = earlier[name];
  if (!isDeepStrictEqual(known?.recipe, recipe)) return undefined;
  return known?.runs.find((run) => run.seed === seed);
}

async function runOnce(recipe: Recipe, seed: number): Promise<Run> {
  const dataset = await loadDataset(recipe.dataset);
  const { model, train: images, validation } = prepareRecipe(recipe, dataset.train, { seed });
  const started = process.cpuUsage();
  const history = await train(model, images, { ...recipe.training, seed });
  const { user, system } = process.cpuUsage(started);
  const residentMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  const before = calibrationCurve(predictProbabilities(model, dataset.test), dataset.test.labels);
  const { temperature } = calibrateModel(model, validation);
  const { accuracy, loss, probabilities } = evaluate(model, dataset.test);
  const after = calibrationCurve(probabilities, dataset.test.labels);
  model.dispose();
  return {
    seed,
    accuracy,
    loss,
    calibrationErrorBefore: before.expectedCalibrationError,
    calibrationError: after.expectedCalibrationError,
    temperature,
    seconds: history.seconds,
    processorSeconds: (user + system) / 1e6,
    residentMegabytes,
  };
}

function printTable(name: string, runs: readonly Run[]): void {
  const accuracies = runs.map((run) => run.accuracy);
  const slowest = Math.max(...runs.map((run) => run.seconds));
  const error = Math.max(...runs.map((run) => run.calibrationError));
  console.log(`\n${name}, test set, ${runs.length} seeds`);
  console.log(
    `  ${percent(mean(accuracies))}  mean, standard deviation ${percent(accuracies.length > 1 ? standardDeviation(accuracies) : 0)}`,
  );
  console.log(`  slowest training ${slowest.toFixed(1)} s, largest calibration error ${percent(error)}`);
  for (const entry of published[name] ?? []) console.log(`  ${percent(entry.accuracy)}  ${entry.name}`);
}

function percent(part: number): string {
  return `${(100 * part).toFixed(2)}%`;
}
