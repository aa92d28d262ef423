import type { OptionGroup, OptionTable, OptionUnion, ResolvedValuesOf } from '../options/option.js';
import { numbers } from '../options/value-kind.js';
import type { LearningRateSchedule } from './option-types.js';

/** How a learning rate changes from step to step. */
interface Schedule<Table extends OptionTable = OptionTable> extends OptionGroup<Table> {
  /**
   * @param steps total steps of the run.
   * @returns the rate of a step, counted from 0.
   * @throws {RangeError} if the schedule does not fit into this many steps.
   */
  rate(values: ResolvedValuesOf<Table>, steps: number, stepsPerEpoch: number): (step: number) => number;
}

const doing = 'Planning the learning rate';

const highestRate = {
  kind: numbers({ above: 0 }),
  standard: 0.001,
  help: 'learning rate, or its peak if the schedule changes it',
  flag: 'learningRate',
} as const;

const constant: Schedule<{ readonly learningRate: typeof highestRate }> = {
  help: 'same learning rate in all steps',
  options: { learningRate: highestRate },
  rate:
    ({ learningRate }) =>
    () =>
      learningRate,
};

const cosineOptions = {
  peak: highestRate,
  warmupEpochs: { kind: numbers({ from: 0 }), standard: 0, help: 'epochs of linear warm-up' },
  final: {
    kind: numbers({ from: 0 }),
    standard: 0,
    help: 'learning rate after the last step',
    flag: 'finalLearningRate',
  },
} as const;

const cosine: Schedule<typeof cosineOptions> = {
  help:
    'linear rise during the warm-up, then a fall along half a cosine wave ' +
    '(Loshchilov and Hutter 2017, without restarts)',
  options: cosineOptions,
  required: ['peak'],
  rate({ peak, warmupEpochs, final }, steps, stepsPerEpoch) {
    if (final > peak)
      throw new RangeError(`${doing}: expected final to be from 0 to the peak, ${peak}, but found ${final}.`);
    const rising = Math.round(warmupEpochs * stepsPerEpoch);
    if (rising >= steps)
      throw new RangeError(
        `${doing}: expected warmupEpochs to be 0 or more and shorter than the run, ${steps / stepsPerEpoch} ` +
          `epochs, but found ${warmupEpochs}.`,
      );
    return (step) =>
      step < rising
        ? (peak * (step + 1)) / rising
        : final + (peak - final) * fall((step - rising) / (steps - rising));
  },
};

const oneCycleOptions = {
  peak: highestRate,
  warmupFraction: {
    kind: numbers({ above: 0, below: 1 }),
    standard: 0.3,
    help: 'length of the warm-up, as a fraction of all steps',
  },
} as const;

const oneCycle: Schedule<typeof oneCycleOptions> = {
  help:
    'rise along half a cosine wave from 1/25 of the peak during the warm-up, then a fall along half a cosine wave ' +
    'to nearly 0 (Smith and Topin 2018)',
  options: oneCycleOptions,
  required: ['peak'],
  rate({ peak, warmupFraction }, steps) {
    const rising = warmupFraction * steps;
    const first = peak / 25;
    const last = first / 1e4;
    return (step) =>
      step < rising
        ? peak + (first - peak) * fall(step / rising)
        : last + (peak - last) * fall((step - rising) / (steps - rising));
  },
};

const schedules = { constant, cosine, oneCycle } as unknown as Readonly<Record<string, Schedule>>;

/** The learning rate as an option: a number, or one of the schedules. */
export const learningRateOption: OptionUnion = {
  help: 'learning-rate schedule',
  kinds: schedules,
  standardKind: 'constant',
  flag: 'schedule',
  bareNumber: 'learningRate',
};

/**
 * The learning rate of every step of a run, at least 0, for a schedule with all its options.
 *
 * @throws {RangeError} if the schedule does not fit into this many epochs.
 */
export function learningRates(
  { kind, ...values }: LearningRateSchedule,
  epochs: number,
  stepsPerEpoch: number,
): Float32Array {
  const steps = epochs * stepsPerEpoch;
  if (!(steps >= 1))
    throw new RangeError(`${doing}: expected at least 1 step to plan for but found ${steps}.`);
  const rate = schedules[kind]!.rate(values as ResolvedValuesOf<OptionTable>, steps, stepsPerEpoch);
  return Float32Array.from({ length: steps }, (_, step) => rate(step));
}

/** Half a cosine from 1 at 0 to 0 at 1. */
function fall(part: number): number {
  return (1 + Math.cos(Math.PI * part)) / 2;
}
