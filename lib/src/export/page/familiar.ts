import { unfamiliarity } from '../../models/familiarity-score.js';
import type { Prediction } from '../../program/javascript/runtime.js';
import type { SectionData } from './page-data.js';

/** How unlike the training images it is, above 1 for what is warned of; 0 where that is not known. */
function strangeness({ probabilities }: Prediction, { familiarity, network }: SectionData): number {
  if (!familiarity) return 0;
  return unfamiliarity(probabilities, familiarity, network.temperature) / familiarity.threshold;
}

/** What to say of an image that is unlike anything in the training; nothing where that is not so or not known. */
export function unfamiliarWarning(prediction: Prediction, data: SectionData): string | undefined {
  return strangeness(prediction, data) > 1 ? 'unlike anything in the training' : undefined;
}

/**
 * How strange a photo is to a network whose section reads it so; undefined for a network that was never taught what
 * is familiar, infinite for a photo that cannot be read.
 */
export function photoStrangeness(data: SectionData, read: () => Prediction): number | undefined {
  if (!data.familiarity) return undefined;
  try {
    return strangeness(read(), data);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
