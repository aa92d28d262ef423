import type { Familiarity } from '../../models/familiarity-score.js';
import type { NetworkData } from '../../program/javascript/runtime.js';

/** What a page is about: characters that are drawn, garments in photos, or any other pictures. */
export type Subject = 'digit' | 'fashion' | 'picture';

/** One part of the page, as the exporter writes it into the page. */
export interface SectionData {
  readonly subject: Subject;
  readonly network: NetworkData;
  /** What the network's answers to images like its training images look like, where that is known. */
  readonly familiarity?: Familiarity;
  /** Images to try, each the numbers of one image in hexadecimal, with the name of its class. */
  readonly examples: readonly { readonly pixels: string; readonly className: string }[];
}
