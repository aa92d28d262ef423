import type { Preprocessing } from '../../images/preprocessing.js';
import type { OodDetector } from '../../models/ood-score.js';
import type { NetworkData } from '../../program/javascript/runtime.js';

/** A section of the page, as the exporter writes it into the page. */
export interface SectionData {
  /** Id of its element, and the fragment of its address. */
  readonly id: string;
  readonly preprocessing: Preprocessing;
  readonly network: NetworkData;
  /** Detector of images that are out of distribution, if it was fitted. */
  readonly oodDetector?: OodDetector;
  /** Images to try, with pixels in hexadecimal. */
  readonly examples: readonly { readonly pixels: string; readonly className: string }[];
}
