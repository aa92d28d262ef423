import type { Preprocessing } from '../../images/preprocessing.js';
import type { OodDetector } from '../../models/ood-score.js';
import type { NetworkData } from '../../program/javascript/runtime.js';

/** One part of the page, as the exporter writes it into the page. */
export interface SectionData {
  /** The section's in the page, and the end of its address. */
  readonly id: string;
  /** How what is drawn or dropped becomes the network's input. */
  readonly preprocessing: Preprocessing;
  readonly network: NetworkData;
  /** What the network's answers to images like its training images look like, where that is known. */
  readonly oodDetector?: OodDetector;
  /** Images to try, each the numbers of one image in hexadecimal, with the name of its class. */
  readonly examples: readonly { readonly pixels: string; readonly className: string }[];
}
