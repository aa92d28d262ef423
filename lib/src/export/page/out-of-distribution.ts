import { relativeOodScore } from '../../models/ood-score.js';
import type { Prediction } from '../../program/javascript/runtime.js';
import type { SectionData } from './page-data.js';

function scoreOf(pixels: Uint8Array, { probabilities }: Prediction, data: SectionData): number {
  const { oodDetector, network } = data;
  const image = { size: network, pixels };
  return oodDetector ? relativeOodScore(probabilities, oodDetector, network.temperature, image) : 0;
}

/** The warning for an out-of-distribution image, or undefined if it is in distribution or there is no detector. */
export function oodWarning(
  pixels: Uint8Array,
  prediction: Prediction,
  data: SectionData,
): string | undefined {
  return scoreOf(pixels, prediction, data) > 1 ? 'out of distribution' : undefined;
}

/**
 * A photo's out-of-distribution score relative to a section's threshold. It is undefined without a detector,
 * and infinite if the photo cannot be read.
 */
export function photoOodScore(
  data: SectionData,
  read: () => { readonly pixels: Uint8Array; readonly prediction: Prediction },
): number | undefined {
  if (!data.oodDetector) return undefined;
  try {
    const { pixels, prediction } = read();
    return scoreOf(pixels, prediction, data);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
