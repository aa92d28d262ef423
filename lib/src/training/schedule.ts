/**
 * How the learning rate changes from step to step. A plain object, so that it can be saved with the model.
 *
 * - `constant`: the same for every step.
 * - `cosine`: rises in a straight line over the warm-up, then falls along half a cosine to `final`
 *   (Loshchilov and Hutter 2017, without restarts).
 * - `oneCycle`: rises along half a cosine from `peak / 25` to `peak` over the first part, then falls along half a
 *   cosine to nearly 0 (Smith and Topin 2018).
 */
export type LearningRateSchedule =
  | { readonly kind: 'constant'; readonly learningRate: number }
  | {
      readonly kind: 'cosine';
      readonly peak: number;
      /** Epochs over which the rate rises from 0. Defaults to 0. */
      readonly warmUpEpochs?: number;
      /** Rate after the last step. Defaults to 0. */
      readonly final?: number;
    }
  | {
      readonly kind: 'oneCycle';
      readonly peak: number;
      /** Part of all steps over which the rate rises, between 0 and 1. Defaults to 0.3. */
      readonly warmUpPart?: number;
    };

/**
 * The learning rate of every step of a training.
 *
 * @returns `epochs × stepsPerEpoch` rates, each greater than or equal to 0.
 * @throws {RangeError} if a rate is not finite or not greater than 0, or the schedule leaves no steps to train.
 */
export function learningRates(
  schedule: number | LearningRateSchedule,
  epochs: number,
  stepsPerEpoch: number,
): Float32Array {
  const plan =
    typeof schedule === 'number' ? { kind: 'constant' as const, learningRate: schedule } : schedule;
  const steps = epochs * stepsPerEpoch;
  if (!(steps >= 1))
    throw new RangeError(`${doing}: expected at least 1 step to plan for but found ${steps}.`);
  const rate = rateOf(plan, steps, stepsPerEpoch);
  return Float32Array.from({ length: steps }, (_, step) => rate(step));
}

const doing = 'Planning the learning rate';

function rateOf(plan: LearningRateSchedule, steps: number, stepsPerEpoch: number): (step: number) => number {
  switch (plan.kind) {
    case 'constant':
      checkRate('learningRate', plan.learningRate);
      return () => plan.learningRate;
    case 'cosine': {
      const { peak, warmUpEpochs = 0, final = 0 } = plan;
      checkRate('peak', peak);
      if (!(final >= 0 && final <= peak))
        throw new RangeError(
          `${doing}: expected final to be from 0 to the peak, ${peak}, but found ${final}.`,
        );
      const rising = Math.round(warmUpEpochs * stepsPerEpoch);
      if (!(rising >= 0 && rising < steps))
        throw new RangeError(
          `${doing}: expected warmUpEpochs to be 0 or more and shorter than the training, ${steps / stepsPerEpoch} ` +
            `epochs, but found ${warmUpEpochs}.`,
        );
      return (step) =>
        step < rising
          ? (peak * (step + 1)) / rising
          : final + (peak - final) * fall((step - rising) / (steps - rising));
    }
    case 'oneCycle': {
      const { peak, warmUpPart = 0.3 } = plan;
      checkRate('peak', peak);
      if (!(warmUpPart > 0 && warmUpPart < 1))
        throw new RangeError(`${doing}: expected warmUpPart to be between 0 and 1 but found ${warmUpPart}.`);
      const rising = warmUpPart * steps;
      const first = peak / 25;
      const last = first / 1e4;
      return (step) =>
        step < rising
          ? peak + (first - peak) * fall(step / rising)
          : last + (peak - last) * fall((step - rising) / (steps - rising));
    }
    default:
      throw new TypeError(
        `${doing}: expected a number or a schedule of kind constant, cosine or oneCycle but found ` +
          `${JSON.stringify(plan)}.`,
      );
  }
}

/** Half a cosine from 1 at 0 to 0 at 1. */
function fall(part: number): number {
  return (1 + Math.cos(Math.PI * part)) / 2;
}

function checkRate(name: string, rate: number): void {
  if (!(Number.isFinite(rate) && rate > 0))
    throw new RangeError(
      `${doing}: expected ${name} to be a finite number greater than 0 but found ${rate}.`,
    );
}
