import { mean } from '../evaluation/statistics.js';
import type { PlannedTrial, RayEvent } from './ray-driver.js';
import type { SweepLog } from './sweep-folder.js';
import type { SweepProgress } from './sweep-options.js';
import { type SweepPlan, trialName } from './sweep-plan.js';
import { rankConfigurations } from './sweep-result.js';

/** The state of a sweep, which processes Ray's events and writes the log. */
export class SweepState {
  /** Start time of each running attempt, in milliseconds. */
  private readonly began = new Map<string, number>();
  /** Seconds of the processes that have ended since the start or resume. */
  private readonly durations: number[] = [];

  constructor(
    private readonly plan: SweepPlan,
    private readonly log: SweepLog,
    /** Number of concurrent trials. */
    public parallel: number,
  ) {}

  /**
   * The remaining trials. With pruning, further seeds of a configuration are omitted if its first trial was
   * stopped early or failed for good.
   */
  openTrials(): readonly PlannedTrial[] {
    return this.plan.configurations.flatMap(({ number, values }) =>
      Array.from({ length: this.plan.seeds }, (_, index): PlannedTrial[] => {
        const seed = index + 1;
        const name = trialName(number, seed);
        const first = this.log.of(trialName(number, 1)).end;
        const waits = seed > 1 && this.plan.halving !== undefined && first?.outcome !== 'done';
        const isLost = waits && first?.isFinal === true;
        if (isLost || this.log.of(name).end?.isFinal === true) return [];
        return [{ name, values, seed, first: seed === 1, after: waits ? trialName(number, 1) : null }];
      }).flat(),
    );
  }

  /** Accuracies after each epoch of each configuration's first trial, if it has finished or was stopped early. */
  finishedCurves(): Readonly<Record<string, readonly number[]>> {
    const curves = this.plan.configurations.map(({ number }) => {
      const name = trialName(number, 1);
      const { records, end } = this.log.of(name);
      const isMeasured = end?.outcome === 'done' || end?.outcome === 'stopped';
      return [name, isMeasured ? records.map((record) => record.validationAccuracy!) : []] as const;
    });
    return Object.fromEntries(curves.filter(([, curve]) => curve.length > 0));
  }

  /** @returns Whether the displayed state changes. */
  take(event: RayEvent): boolean {
    switch (event.event) {
      case 'began':
        this.began.set(event.trial, performance.now());
        return true;
      case 'epoch':
        this.log.add({ trial: event.trial, records: [event.record] });
        return false;
      case 'ended':
        this.end(event);
        return true;
      default:
        return false;
    }
  }

  private end({ trial, outcome, final, message, training }: RayEvent & { event: 'ended' }): void {
    const processSeconds = (performance.now() - (this.began.get(trial) ?? performance.now())) / 1000;
    this.began.delete(trial);
    this.durations.push(processSeconds);
    if (training) this.log.add({ trial, records: training.epochs });
    const kept = training ? { epoch: training.epoch } : {};
    const reason = message === undefined ? {} : { message };
    this.log.add({ trial, end: { outcome, isFinal: final, ...kept, ...reason, processSeconds } });
  }

  progress(): SweepProgress {
    const ends = this.plan.configurations.flatMap(({ number }) =>
      Array.from({ length: this.plan.seeds }, (_, index) => this.log.of(trialName(number, index + 1)).end),
    );
    const count = (outcome: string) => ends.filter((end) => end?.outcome === outcome).length;
    // Further seeds of a stopped configuration are not trained, so they count as done.
    const open = this.openTrials().filter(({ name }) => this.log.of(name).end === undefined).length;
    const best = rankConfigurations(this.plan, this.log)[0];
    return {
      total: ends.length,
      done: ends.length - open,
      running: this.began.size,
      stopped: count('stopped'),
      failed: count('failed'),
      ...(best?.status === 'done' ? { bestAccuracy: best.validationAccuracy } : {}),
      ...(this.durations.length > 0
        ? { secondsLeft: (open * mean(this.durations)) / Math.max(1, this.parallel) }
        : {}),
    };
  }
}
