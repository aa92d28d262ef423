import type { EpochRecord } from './history.js';
import type { EarlyStopping } from './option-types.js';

/** Follows the monitored figure from epoch to epoch. */
export class BestEpoch {
  /** Number of the best epoch so far, 0 before the first. */
  epoch = 0;
  private best = Number.NaN;
  private readonly monitor: NonNullable<EarlyStopping['monitor']>;

  constructor(
    private readonly stopping: EarlyStopping | undefined,
    hasValidation: boolean,
  ) {
    this.monitor = stopping?.monitor ?? (hasValidation ? 'validationLoss' : 'loss');
  }

  /** @returns whether this epoch is the best so far. */
  add(record: EpochRecord): boolean {
    const figure = record[this.monitor] ?? Number.NaN;
    const gain = this.monitor.toLowerCase().endsWith('loss') ? this.best - figure : figure - this.best;
    const better = this.epoch === 0 || gain > (this.stopping?.minimumDelta ?? 0);
    if (better) {
      this.best = figure;
      this.epoch = record.epoch;
    }
    return better;
  }

  /** Whether early stopping's patience is over after this epoch. */
  isOver(epoch: number): boolean {
    return this.stopping !== undefined && epoch - this.epoch >= this.stopping.patience;
  }
}
