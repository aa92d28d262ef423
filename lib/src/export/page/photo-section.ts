import type { Photo } from './photo.js';

/** A section that can show a photo. */
export interface PhotoSection {
  open(photo: Photo): void;
  /** Shows an error message for a file that cannot be opened. */
  complain(message: string): void;
  /** Out-of-distribution score divided by the detector's threshold, or `undefined` without a detector. */
  strangeness(photo: Photo): number | undefined;
}
