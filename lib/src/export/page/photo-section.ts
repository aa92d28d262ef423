import type { Photo } from './photo.js';

/** A part of the page that a photo can be shown to, however it came to the page. */
export interface PhotoSection {
  /** Shows it and what the network makes of it. */
  open(photo: Photo): void;
  /** Says why a file cannot be shown. */
  complain(message: string): void;
  /** How unlike the training it is: above 1 it is warned of. `undefined` if the network was not taught to tell. */
  strangeness(photo: Photo): number | undefined;
}
