import { type Interval, mean, standardDeviation, wilsonInterval } from '../evaluation/statistics.js';
import { optionText } from '../figures/swept-option.js';
import type { FlagValues } from '../options/flags.js';
import { formatPercent, formatSeconds } from '../text/format.js';
import type { EpochRecord } from '../training/history.js';
import type { ChosenValues } from './draw-configurations.js';
import type { KnownTrial, SweepLog } from './sweep-folder.js';
import { type Configuration, type SweepPlan, trialName } from './sweep-plan.js';

/** A trial of a sweep: one training run. */
export interface TrialResult {
  /** Number of the trial's configuration. */
  readonly configuration: number;
  readonly seed: number;
  /** How the trial ended. `'missing'`: not started, or interrupted. */
  readonly status: 'done' | 'stopped' | 'failed' | 'missing';
  /** Accuracy of the kept weights or, if the trial was stopped or interrupted, of its last epoch, 0 to 1. */
  readonly validationAccuracy?: number;
  readonly validationLoss?: number;
  /** Seconds of training and validation. */
  readonly seconds: number;
  /** Seconds from start to exit of the trial's process, including reading and saving. */
  readonly processSeconds?: number;
  /** Why the trial failed. */
  readonly message?: string;
  readonly epochs: readonly EpochRecord[];
}

/** The results of a configuration over its seeds. */
export interface ConfigurationResult {
  /** Rank from 1: finished configurations by accuracy, then stopped ones by epochs and accuracy, then the others. */
  readonly rank: number;
  readonly number: number;
  /** Values of the varied options. */
  readonly chosen: ChosenValues;
  /** All values, as in a configuration file of `mnist-lab train`. */
  readonly values: FlagValues;
  readonly status: TrialResult['status'];
  /** Number of seeds whose trials have finished. */
  readonly seeds: number;
  /** Mean accuracy of the finished trials or, if there are none, of the stopped ones, 0 to 1. */
  readonly validationAccuracy?: number;
  /** Standard deviation of the accuracy over the finished trials. It is undefined if there is only one. */
  readonly deviation?: number;
  /** 95% Wilson interval of the mean accuracy, as if it were measured once on the validation images. */
  readonly interval?: Interval;
  /** Mean training time of the configuration's trials. */
  readonly seconds: number;
  readonly message?: string;
  readonly trainings: readonly TrialResult[];
}

/** The best configuration of a sweep. */
export interface BestResult {
  readonly configuration: number;
  /** The seed with the highest validation accuracy. */
  readonly seed: number;
  readonly validationAccuracy: number;
  /** Folder with the model, for `loadModel`. */
  readonly model: string;
  /** File for `mnist-lab train --config`. */
  readonly config: string;
  /** Result on the test set, which is read for this model only. */
  readonly test?: { readonly accuracy: number; readonly loss: number };
}

/** The results of a sweep. */
export interface SweepResult {
  /** Folder of all results: `report.html`, `results.jsonl`, `best.json`, `best/`. */
  readonly directory: string;
  readonly dataset: string;
  /** Names of the varied options. */
  readonly varied: readonly string[];
  readonly validationCount: number;
  /** All configurations in the order of their rank. */
  readonly configurations: readonly ConfigurationResult[];
  /** The best configuration, or undefined if no trial finished. */
  readonly best?: BestResult;
  readonly seconds: number;
  /** Whether the sweep was aborted by its signal. */
  readonly isInterrupted: boolean;
}

type Ranked = Omit<ConfigurationResult, 'rank'>;
const order: readonly TrialResult['status'][] = ['done', 'stopped', 'failed', 'missing'];

/** Every configuration with its results, the best first. */
export function rankConfigurations(plan: SweepPlan, log: SweepLog): readonly ConfigurationResult[] {
  const all = plan.configurations.map((configuration) => summarize(configuration, plan, log));
  // Trials stopped later rank higher.
  const reached = ({ trainings }: Ranked) => Math.max(0, ...trainings.map(({ epochs }) => epochs.length));
  all.sort(
    (left, right) =>
      order.indexOf(left.status) - order.indexOf(right.status) ||
      (left.status === 'done' ? 0 : reached(right) - reached(left)) ||
      (right.validationAccuracy ?? 0) - (left.validationAccuracy ?? 0) ||
      left.number - right.number,
  );
  return all.map((configuration, index) => ({ rank: index + 1, ...configuration }));
}

function summarize({ number, chosen, values }: Configuration, plan: SweepPlan, log: SweepLog): Ranked {
  const trainings = Array.from({ length: plan.seeds }, (_, index) =>
    training(number, index + 1, log.of(trialName(number, index + 1))),
  );
  const done = trainings.filter(({ status }) => status === 'done');
  const status = order.find((one) => trainings.some((each) => each.status === one)) ?? 'missing';
  const measured = done.length > 0 ? done : trainings.filter((each) => each.status === 'stopped');
  const begun = trainings.filter(({ epochs }) => epochs.length > 0);
  const accuracies = measured.flatMap(({ validationAccuracy = [] }) => validationAccuracy);
  const accuracy = accuracies.length > 0 ? mean(accuracies) : undefined;
  const message = trainings.find((each) => each.message !== undefined)?.message;
  return {
    ...{ number, chosen, values, status, trainings, seeds: done.length },
    seconds: begun.length > 0 ? mean(begun.map(({ seconds }) => seconds)) : 0,
    ...(message === undefined ? {} : { message }),
    ...(accuracy === undefined
      ? {}
      : {
          validationAccuracy: accuracy,
          interval: wilsonInterval(Math.round(accuracy * plan.validationCount), plan.validationCount),
        }),
    ...(done.length > 1 ? { deviation: standardDeviation(accuracies) } : {}),
  };
}

function training(configuration: number, seed: number, { records, end }: KnownTrial): TrialResult {
  const kept = end?.outcome === 'done' ? records[(end.epoch ?? records.length) - 1] : records.at(-1);
  const status = end?.outcome ?? 'missing';
  return {
    ...{ configuration, seed, status },
    ...(kept && status !== 'failed'
      ? { validationAccuracy: kept.validationAccuracy, validationLoss: kept.validationLoss }
      : {}),
    seconds: records.reduce((sum, { seconds }) => sum + seconds, 0),
    ...(end ? { processSeconds: end.processSeconds } : {}),
    ...(end?.message === undefined ? {} : { message: end.message }),
    epochs: records,
  };
}

/** The ranking as rows of a text table. */
export function rankedRows({ configurations, varied }: Pick<SweepResult, 'configurations' | 'varied'>): {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
} {
  const hasSeeds = configurations.some(({ trainings }) => trainings.length > 1);
  const measures = ['accuracy', ...(hasSeeds ? ['deviation'] : []), '95% interval'];
  const head = ['#', ...varied, ...measures, 'time', 'outcome'];
  const rows = configurations.map((one) => [
    String(one.number),
    ...varied.map((name) => (name in one.chosen ? optionText(one.chosen[name]) : '')),
    one.validationAccuracy === undefined ? '' : formatPercent(one.validationAccuracy),
    ...(hasSeeds ? [one.deviation === undefined ? '' : formatPercent(one.deviation)] : []),
    one.interval ? `${formatPercent(one.interval.lower)} – ${formatPercent(one.interval.upper)}` : '',
    one.seconds > 0 ? formatSeconds(one.seconds) : '',
    fate(one),
  ]);
  return { head, rows };
}

function fate({ status, trainings, seeds, message }: ConfigurationResult): string {
  const epochs = Math.max(0, ...trainings.map((training) => training.epochs.length));
  switch (status) {
    case 'done':
      return trainings.length > 1 ? `${seeds} of ${trainings.length} seeds done` : 'done';
    case 'stopped':
      return `stopped after epoch ${epochs}`;
    case 'failed':
      return `failed: ${message ?? 'no reason known'}`;
    case 'missing':
      return epochs > 0 ? `interrupted after epoch ${epochs}` : 'not started';
  }
}
