/** How pixels become a network's input: `(pixel / 255 - mean) / standardDeviation`. */
export interface InputScaling {
  /** Subtracted after scaling to 0..1. */
  readonly mean: number;
  /** Divided by after that; not 0. */
  readonly standardDeviation: number;
}

/** Scaling to 0..1 and nothing more. */
export const unitScaling: InputScaling = { mean: 0, standardDeviation: 1 };
