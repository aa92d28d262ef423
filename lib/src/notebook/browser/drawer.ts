import type { Figure } from '../../figures/figure.js';

/** How large a picture is to be. */
export interface PictureSize {
  /** In CSS pixels. */
  readonly width: number;
  /** In CSS pixels. */
  readonly height: number;
  /** Pixels of the file for each CSS pixel. */
  readonly pixelRatio: number;
}

/** A running program that draws figures, one after the other. */
export interface Drawer {
  /** @throws {Error} if plotly.js refuses the figure, or the program has ended. */
  draw(figure: Figure, size: PictureSize): Promise<Buffer>;
  /** Whether it still answers. */
  isRunning(): boolean;
  /** Ends the program. */
  close(): void;
}
