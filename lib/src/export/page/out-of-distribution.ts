import { oodScore } from '../../models/ood-score.js';
import type { Prediction } from '../../program/javascript/runtime.js';
import type { SectionData } from './page-data.js';

/** Out-of-distribution score divided by the detector's threshold: above 1 is out of distribution. */
function relativeOodScore({ probabilities }: Prediction, { oodDetector, network }: SectionData): number {
  if (!oodDetector) return 0;
  return oodScore(probabilities, oodDetector, network.temperature) / oodDetector.threshold;
}

/** The warning for an out-of-distribution image, or undefined if it is in distribution or there is no detector. */
export function oodWarning(prediction: Prediction, data: SectionData): string | undefined {
  return relativeOodScore(prediction, data) > 1 ? 'out of distribution' : undefined;
}

/**
 * A photo's out-of-distribution score relative to a section's threshold. It is undefined without a detector,
 * and infinite if the photo cannot be read.
 */
export function photoOodScore(data: SectionData, read: () => Prediction): number | undefined {
  if (!data.oodDetector) return undefined;
  try {
    return relativeOodScore(read(), data);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
