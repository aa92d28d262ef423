import type { Thumbnail } from '../../images/encode.js';

/** A class on a contact sheet. */
export interface SheetClass {
  readonly name: string;
  /** Number of its pictures, of which the sheet may show a part. */
  readonly count: number;
  readonly thumbnails: readonly (Thumbnail & {
    /** Seen from the folder. */
    readonly file: string;
    /** Whether the picture is there more than once. */
    readonly isAgain: boolean;
  })[];
}
