import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { writeFailure } from '../files/write-failure.js';
import type { EpochRecord } from '../training/history.js';

/** How a training ended. */
export interface TrialEnd {
  readonly outcome: 'done' | 'stopped' | 'failed';
  /** False where another attempt may turn out differently. */
  readonly isFinal: boolean;
  /** Of a training that was done: number of the epoch whose weights the model has. */
  readonly epoch?: number;
  /** Of a training that failed: why. */
  readonly message?: string;
  /** Of its process, in the last attempt: with what it takes to start, to read images and to save. */
  readonly processSeconds: number;
}

/** A line of the log. */
type LogLine =
  | { readonly trial: string; readonly records: readonly EpochRecord[] }
  | { readonly trial: string; readonly end: TrialEnd };

/** What is known about one training. */
export interface KnownTrial {
  readonly records: readonly EpochRecord[];
  readonly end?: TrialEnd;
}

/**
 * The log of a sweep, a line for each epoch and each end, written as soon as it is known: what a killed sweep goes on
 * from.
 */
export class SweepLog {
  private readonly known = new Map<string, KnownTrial>();

  constructor(private readonly file: string) {
    if (!existsSync(file)) return;
    const bytes = readFileSync(file);
    // A killed sweep may have left half a line.
    const whole = bytes.lastIndexOf(10) + 1;
    if (whole < bytes.length) truncateSync(file, whole);
    for (const line of bytes.toString('utf8', 0, whole).split('\n').filter(Boolean))
      this.note(JSON.parse(line));
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
    const { records, end } = this.of(line.trial);
    if ('end' in line) this.known.set(line.trial, { records, end: line.end });
    else {
      // An epoch that was trained again, after its process was lost, takes the place of what it was.
      const first = line.records[0]?.epoch ?? 0;
      const kept = records.filter(({ epoch }) => epoch < first);
      this.known.set(line.trial, { records: [...kept, ...line.records], end });
    }
  }
}
