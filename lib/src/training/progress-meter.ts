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
  private readonly started = performance.now();

  constructor(
    private readonly settings: TrainSettings,
    private readonly steps: number,
    private readonly samplesPerEpoch: number,
  ) {}

  startEpoch(epoch: number): void {
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
    const isLast = this.step === this.steps;
    if (!this.settings.onProgress || (!isLast && now - this.reported < millisecondsBetweenReports)) return;
    this.reported = now;
    const done = this.samplesBefore + this.samples;
    const samplesPerSecond = (done * 1000) / (now - this.started);
    const epochsLeft = this.settings.epochs - this.epoch;
    const samplesLeft = epochsLeft * this.samplesPerEpoch + this.samplesPerEpoch - this.samples;
    this.settings.onProgress({
      epoch: this.epoch,
      epochs: this.settings.epochs,
      step: this.step,
      steps: this.steps,
      loss: this.loss,
      accuracy: this.accuracy,
      samplesPerSecond,
      secondsLeft: samplesLeft / samplesPerSecond,
    });
  }
}
