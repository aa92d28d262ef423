import type { TrainSettings } from './train-options.js';

const millisecondsBetweenReports = 100;

/** Accumulates an epoch's loss and accuracy and reports them at most about ten times per second. */
export class ProgressMeter {
  private epoch = 0;
  private step = 0;
  private samples = 0;
  private lossSum = 0;
  private rightSum = 0;
  private samplesBefore = 0;
  private reported = 0;
  private readonly pace: RecentPace;

  constructor(
    private readonly settings: TrainSettings,
    private readonly steps: number,
    private readonly samplesPerEpoch: number,
  ) {
    this.pace = new RecentPace(samplesPerEpoch * settings.epochs);
  }

  startEpoch(epoch: number): void {
    if (this.samples > 0) this.pace.notePause();
    this.samplesBefore += this.samples;
    this.epoch = epoch;
    this.step = this.samples = this.lossSum = this.rightSum = 0;
  }

  /** Mean loss of the epoch so far. */
  get loss(): number {
    return this.lossSum / this.samples;
  }

  /** Accuracy of the epoch so far, 0 to 1. */
  get accuracy(): number {
    return this.rightSum / this.samples;
  }

  /** Adds some steps: their images, the sum of the losses and the number of correct predictions. */
  add(steps: number, samples: number, lossSum: number, rightSum: number): void {
    this.step += steps;
    this.samples += samples;
    this.lossSum += lossSum;
    this.rightSum += rightSum;
    const now = performance.now();
    this.pace.note(this.samplesBefore + this.samples);
    const isLast = this.step === this.steps;
    if (!this.settings.onProgress || (!isLast && now - this.reported < millisecondsBetweenReports)) return;
    this.reported = now;
    const samplesToEnd = (this.settings.epochs - this.epoch + 1) * this.samplesPerEpoch;
    this.settings.onProgress({
      epoch: this.epoch,
      epochs: this.settings.epochs,
      step: this.step,
      steps: this.steps,
      loss: this.loss,
      accuracy: this.accuracy,
      samplesPerSecond: this.pace.samplesPerSecond,
      secondsLeft: this.pace.secondsFor(samplesToEnd - this.samples, samplesToEnd),
    });
  }
}

/** The number of recent laps, and the fraction of the run that is one lap. */
const [laps, lapFraction] = [5, 1 / 40];

/**
 * The recent speed of a training run, so that the estimate of its remaining time follows the machine's load. It
 * is the median of the last laps, which a short pause does not change.
 */
class RecentPace {
  /** Numbers of images and seconds spent on them, without the pauses between epochs. */
  private readonly marks = [{ samples: 0, time: 0 }];
  private pausedSeconds = 0;
  /** Length of the pauses between epochs, relative to the epochs' training. Load changes both alike. */
  private pauseFraction = 0;
  private lastTime = performance.now();

  constructor(private readonly samplesOfRun: number) {}

  /** Notes the number of images so far. */
  note(samples: number): void {
    const last = this.marks.at(-1)!;
    const mark = { samples, time: last.time + this.secondsSinceLast() };
    // About ten marks per lap are enough, so replace a recent mark. The last one is always exact.
    const before = this.marks.at(-2);
    if (before && samples - before.samples < (this.samplesOfRun * lapFraction) / 10) this.marks.pop();
    this.marks.push(mark);
    const needed = samples - laps * lapFraction * this.samplesOfRun;
    while (this.marks[1]!.samples < needed) this.marks.shift();
  }

  /** Notes the end of the pause between two epochs, with validation and checkpoint. */
  notePause(): void {
    this.pausedSeconds += this.secondsSinceLast();
    this.pauseFraction = this.pausedSeconds / this.marks.at(-1)!.time;
  }

  /**
   * Estimated seconds for training on `samples` images, and for the pauses that belong to
   * `samplesBeforePauses` images.
   */
  secondsFor(samples: number, samplesBeforePauses: number): number {
    return (samples + this.pauseFraction * samplesBeforePauses) / this.samplesPerSecond;
  }

  get samplesPerSecond(): number {
    const { samples } = this.marks.at(-1)!;
    const lap = Math.min(samples / laps, lapFraction * this.samplesOfRun);
    const times = Array.from({ length: laps + 1 }, (_, at) => this.timeAt(samples - at * lap));
    const durations = times.slice(1).map((time, at) => times[at]! - time);
    return lap / durations.sort((left, right) => left - right)[Math.floor(laps / 2)]!;
  }

  private secondsSinceLast(): number {
    const before = this.lastTime;
    this.lastTime = performance.now();
    return (this.lastTime - before) / 1000;
  }

  /** Seconds spent on so many images, interpolated between the marks. */
  private timeAt(samples: number): number {
    const found = this.marks.findIndex((mark) => mark.samples >= samples);
    const at = Math.max(1, found);
    const [before, after] = [this.marks[at - 1]!, this.marks[at]!];
    const fraction = (samples - before.samples) / (after.samples - before.samples);
    return before.time + fraction * (after.time - before.time);
  }
}
