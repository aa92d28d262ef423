import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { splitValidation } from '../datasets/changes/split-validation.js';
import { evaluate } from '../evaluation/evaluation.js';
import { fitOodDetector, hasEnoughImages } from '../evaluation/fit-ood-detector.js';
import { splitSeed } from '../experiments/train-recipe.js';
import { writeWholeFile } from '../files/write-whole-file.js';
import { loadModel } from '../models/load-model.js';
import { modelMetadata, setModelMetadata } from '../models/metadata.js';
import { saveModel } from '../models/save-model.js';
import { configText } from './space.js';
import type { SweepData } from './sweep-data.js';
import { type SweepLog, sweepFiles } from './sweep-folder.js';
import { type SweepPlan, trialName } from './sweep-plan.js';
import { sweepReport } from './sweep-report.js';
import {
  type BestResult,
  type ConfigurationResult,
  rankConfigurations,
  type SweepResult,
} from './sweep-result.js';

interface Finish {
  readonly directory: string;
  readonly data: SweepData;
  /** Whether to read the test images. */
  readonly reads: boolean;
  readonly isInterrupted: boolean;
  /** Path of plotly.js. */
  readonly plotly: string;
}

/**
 * Ranks the configurations, saves the best model and writes results and report. If all trials have ended, the
 * other models are removed.
 */
export async function finishSweep(
  plan: SweepPlan,
  log: SweepLog,
  { directory, data, reads, isInterrupted, plotly }: Finish,
): Promise<Omit<SweepResult, 'seconds'>> {
  const files = sweepFiles(directory);
  const configurations = rankConfigurations(plan, log);
  const [first] = configurations;
  const best =
    first?.status === 'done' ? await saveBest(first, directory, data, reads && !isInterrupted) : undefined;
  const { dataset, varied, validationCount } = plan;
  const result = { directory, dataset, varied, validationCount, configurations, best, isInterrupted };
  const lines = configurations.flatMap(({ rank, chosen, values, trainings }) =>
    trainings.map((training) => `${JSON.stringify({ rank, ...training, chosen, values })}\n`),
  );
  writeWholeFile(files.results, lines.join(''), 'Writing the results of a sweep');
  const report = sweepReport(result, plan, readFileSync(plotly, 'utf8'));
  writeWholeFile(files.report, report, 'Writing the report of a sweep');
  const isOver = configurations.every(({ status }) => status !== 'missing') && !isInterrupted;
  if (isOver) rmSync(files.models, { recursive: true, force: true });
  return result;
}

async function saveBest(
  configuration: ConfigurationResult,
  directory: string,
  data: SweepData,
  reads: boolean,
): Promise<BestResult> {
  const files = sweepFiles(directory);
  const { number, values, trainings } = configuration;
  const done = trainings.filter(({ status }) => status === 'done');
  const kept = done.filter(({ seed }) => existsSync(path.join(files.models, trialName(number, seed))));
  const [{ seed, validationAccuracy }] = (kept.length > 0 ? kept : done).sort(
    (left, right) => right.validationAccuracy! - left.validationAccuracy!,
  ) as [Required<(typeof done)[number]>];
  const config = configText({ ...values, seed });
  writeWholeFile(files.config, config, 'Writing the best configuration of a sweep');
  const trained = path.join(files.models, trialName(number, seed));
  // If the sweep finished before, its model is already in place.
  const model = await loadModel(existsSync(trained) ? trained : files.best);
  const known = modelMetadata(model);
  let { test } = known;
  if (reads && !test) {
    const { accuracy, loss } = evaluate(model, await data.readTest());
    test = { accuracy, loss };
  }
  const size = values.validationSize as number;
  const { validation } = splitValidation(data.train, { size, seed: splitSeed });
  // The detector is fitted on other outliers for characters than for garments, so it needs the preprocessing.
  setModelMetadata(model, { preprocessing: data.preprocessing });
  if (hasEnoughImages(validation)) fitOodDetector(model, validation);
  const trainedWith = { ...known.trainedWith, dataset: data.name };
  const tested = test ? { test } : {};
  await saveModel(model, files.best, { trainedWith, ...tested });
  const places = { model: files.best, config: files.config };
  return { configuration: number, seed, validationAccuracy, ...places, ...tested };
}
