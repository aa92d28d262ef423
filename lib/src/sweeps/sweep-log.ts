import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { writeFailure } from '../files/write-failure.js';
import type { EpochRecord } from '../training/history.js';

/** What became of one training. */
export interface Ended {
  readonly outcome: 'done' | 'stopped' | 'failed';
  /** False where another attempt may turn out differently. */
  readonly isFinal: boolean;
  /** Of a training that failed: why. */
  readonly message?: string;
  /** Of the process, in all its attempts of this run. */
  readonly seconds: number;
}

/** A line of the log. */
export type LogLine =
  | { readonly trial: string; readonly record: EpochRecord }
  | ({ readonly trial: string } & Ended);

/** What is known about one training. */
export interface KnownTrial {
  readonly records: readonly EpochRecord[];
  readonly ended?: Ended;
}

/**
 * The log of a sweep, a line for each epoch and each end, written as soon as it is known: what a killed sweep goes on
 * from.
 */
export class SweepLog {
  private readonly known = new Map<string, { records: EpochRecord[]; ended?: Ended }>();

  constructor(private readonly file: string) {
    if (!existsSync(file)) return;
    const bytes = readFileSync(file);
    // A killed sweep may have left half a line.
    const whole = bytes.lastIndexOf(10) + 1;
    if (whole < bytes.length) truncateSync(file, whole);
    for (const line of bytes.toString('utf8', 0, whole).split('\n')) if (line !== '') this.note(JSON.parse(line));
  }

  of(trial: string): KnownTrial {
    return this.known.get(trial) ?? { records: [] };
  }

  /** @throws {Error} if it cannot be written, such as on a full disk. */
  add(line: LogLine): void {
    this.note(line);
    try {
      appendFileSync(this.file, `${JSON.stringify(line)}\n`);
    } catch (error) {
      throw writeFailure('Keeping what a sweep has found', this.file, error);
    }
  }

  private note(line: LogLine): void {
    const trial = this.known.get(line.trial) ?? { records: [] };
    this.known.set(line.trial, trial);
    if (!('record' in line)) {
      const { trial: _, ...ended } = line;
      trial.ended = ended;
      return;
    }
    // An epoch that was trained again, after its process was lost, takes the place of what it was.
    const { record } = line;
    trial.records = [...trial.records.filter(({ epoch }) => epoch < record.epoch), record];
  }
}
