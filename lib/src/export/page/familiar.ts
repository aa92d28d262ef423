import { unfamiliarity } from '../../models/familiarity-score.js';
import type { Prediction } from '../../program/javascript/runtime.js';
import type { SectionData } from './page-data.js';

/** Distance from the training images, above 1 if it is out of distribution; 0 if unknown. */
function strangeness({ probabilities }: Prediction, { familiarity, network }: SectionData): number {
  if (!familiarity) return 0;
  return unfamiliarity(probabilities, familiarity, network.temperature) / familiarity.threshold;
}

/** A warning for an image that is out of distribution. */
export function unfamiliarWarning(prediction: Prediction, data: SectionData): string | undefined {
  return strangeness(prediction, data) > 1 ? 'unlike anything in the training' : undefined;
}

/** `strangeness` of a photo: undefined if the network cannot tell, infinite if the photo cannot be read. */
export function photoStrangeness(data: SectionData, read: () => Prediction): number | undefined {
  if (!data.familiarity) return undefined;
  try {
    return strangeness(read(), data);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
