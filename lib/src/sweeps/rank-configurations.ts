import { mean, standardDeviation } from '../evaluation/mean.js';
import { wilsonInterval } from '../evaluation/wilson-interval.js';
import type { KnownTrial, SweepLog } from './sweep-log.js';
import { type Configuration, type SweepPlan, trialName } from './sweep-plan.js';
import type { SweptConfiguration, SweptTraining } from './sweep-result.js';

type Ranked = Omit<SweptConfiguration, 'rank'>;
const order: readonly SweptTraining['status'][] = ['done', 'stopped', 'failed', 'missing'];

/** Every configuration with what it came to, the best first. */
export function rankConfigurations(plan: SweepPlan, log: SweepLog): readonly SweptConfiguration[] {
  const all = plan.configurations.map((configuration) => summarize(configuration, plan, log));
  // Whoever came further before it was stopped was the better one.
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

function training(configuration: number, seed: number, { records, end }: KnownTrial): SweptTraining {
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
