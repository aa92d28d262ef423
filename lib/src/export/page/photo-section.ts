import type { Photo } from './photo.js';

/** A section to which a photo can be shown. */
export interface PhotoSection {
  open(photo: Photo): void;
  /** Shows why a file cannot be opened. */
  complain(message: string): void;
  /** Distance from the training images, above 1 if it is out of distribution; `undefined` if the network cannot tell. */
  strangeness(photo: Photo): number | undefined;
}
