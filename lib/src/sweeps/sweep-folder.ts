import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { isRecord, parseJson, readJson } from '../files/read-json.js';
import { writeFailure } from '../files/write-failure.js';
import { writeWholeFile } from '../files/write-whole-file.js';
import { acquireLock } from '../setup/plain/lock.cjs';
import { showText, showValue } from '../text/escape.js';
import type { EpochRecord } from '../training/history.js';
import type { SweepPlan } from './sweep-plan.js';

/** The files of a sweep. */
export function sweepFiles(directory: string) {
  const file = (name: string) => path.join(directory, name);
  return {
    plan: file('sweep.json'),
    log: file('log.jsonl'),
    ray: file('ray.log'),
    /** Models of the finished trials of the best configurations, until the sweep ends. */
    models: file('models'),
    results: file('results.jsonl'),
    report: file('report.html'),
    config: file('best.json'),
    best: file('best'),
    lock: file('.lock'),
  };
}

/** Limits on a plan and on a line of the log, far above what 10,000 configurations need. */
const limits = { bytes: 2 ** 25, length: 100_000 };

/** @throws {Error} if the folder has no readable plan. */
export function readPlan(directory: string): SweepPlan {
  const { plan } = sweepFiles(directory);
  try {
    const begun = readJson(plan, limits);
    if (!isRecord(begun) || typeof begun.identity !== 'string' || typeof begun.dataset !== 'string')
      throw new TypeError(
        `Reading ${showText(plan)}: expected an object with an identity and a dataset but found ${showValue(begun)}.`,
      );
    return begun as unknown as SweepPlan;
  } catch (error) {
    throw new Error(
      `Resuming a sweep: could not read ${showText(plan)} ` +
        `(${(error as Error).message.replace(/^Reading .*?: |\.$/g, '')}). Pass the folder of an existing sweep.`,
      { cause: error },
    );
  }
}

/**
 * Opens the folder of a sweep and locks it.
 *
 * @param plan The plan of the sweep. To resume, it must equal the plan in the folder, whose identity is kept.
 * @throws {Error} if `resume` is set but the folder does not contain this sweep, or if it is not set but the
 *   folder is not empty. Also if another process runs a sweep in the folder, or the folder cannot be written to.
 */
export async function openSweepFolder(
  directory: string,
  plan: SweepPlan,
  { resume, python }: { readonly resume: boolean; readonly python: string },
): Promise<{ readonly plan: SweepPlan; readonly log: SweepLog; readonly release: () => void }> {
  const files = sweepFiles(directory);
  try {
    mkdirSync(files.models, { recursive: true });
  } catch (error) {
    throw writeFailure('Sweeping', directory, error);
  }
  const release = await lockFolder(directory, files.lock, python);
  try {
    if (resume) return { plan: sameAsBegun(directory, plan), log: new SweepLog(files.log), release };
    // The folder for models was just created, unless it has models, which the end of a sweep would remove.
    const made = readdirSync(files.models).length === 0 ? ['.lock', 'models'] : ['.lock'];
    const others = readdirSync(directory).filter((name) => !made.includes(name));
    if (existsSync(files.plan))
      throw new Error(
        `Sweeping: ${directory} already contains a sweep. Resume it (--resume ${directory}), or choose another folder.`,
      );
    if (others.length > 0)
      throw new Error(
        `Sweeping: expected an empty folder but ${directory} has ${others[0]}${others.length > 1 ? ` and ${others.length - 1} more` : ''}. Choose another one.`,
      );
    writeWholeFile(files.plan, `${JSON.stringify(plan, null, 1)}\n`, 'Starting a sweep');
    return { plan, log: new SweepLog(files.log), release };
  } catch (error) {
    release();
    throw error;
  }
}

function sameAsBegun(directory: string, plan: SweepPlan): SweepPlan {
  const begun = readPlan(directory);
  const asked = JSON.parse(JSON.stringify(plan)) as SweepPlan;
  for (const name of ['space', 'dataset', 'datasetSum', 'trials', 'seeds', 'seed', 'halving'] as const)
    if (!isDeepStrictEqual(begun[name], asked[name]))
      throw new RangeError(
        `Resuming a sweep: expected the same ${name === 'halving' ? 'early stopping' : name} as the sweep in ${directory} has, ` +
          `${showValue(begun[name])}, but found ${showValue(asked[name])}. Leave this option out, or start a sweep in another folder.`,
      );
  // Compare the configurations instead of copying them, because another version of this library may draw
  // other ones.
  if (!isDeepStrictEqual(begun.configurations, asked.configurations))
    throw new RangeError(
      `Resuming a sweep: expected the configurations in ${directory} to be those that version ${asked.version} draws but found ` +
        `others, of version ${showText(String(begun.version))}. Resume it with that version, or start a sweep in another folder.`,
    );
  return { ...plan, identity: begun.identity };
}

async function lockFolder(directory: string, file: string, python: string): Promise<() => void> {
  const impatience = new AbortController();
  let holder: string | undefined;
  try {
    const lock = await acquireLock(file, {
      python,
      signal: impatience.signal,
      onWait: (who) => {
        holder = who;
        impatience.abort();
      },
    });
    return lock.release;
  } catch (error) {
    if (holder === undefined) throw error;
    throw new Error(
      `Sweeping: another sweep (${holder}) is already running in ${directory}. Wait for it to end.`,
    );
  }
}

interface TrialEnd {
  readonly outcome: 'done' | 'stopped' | 'failed';
  /** False if a retry may succeed. */
  readonly isFinal: boolean;
  /** For a finished trial: the epoch whose weights the model has. */
  readonly epoch?: number;
  /** For a failed trial: the reason. */
  readonly message?: string;
  /** Seconds of the last attempt's process, including startup, reading and saving. */
  readonly processSeconds: number;
}

type LogLine =
  | { readonly trial: string; readonly records: readonly EpochRecord[] }
  | { readonly trial: string; readonly end: TrialEnd };

/** @throws {Error} if it is not a line of a log. The message names the file. */
function readLine(text: string, file: string): LogLine {
  const line = parseJson(text, file, limits);
  const isLine =
    isRecord(line) &&
    typeof line.trial === 'string' &&
    ('end' in line ? isRecord(line.end) : Array.isArray(line.records) && line.records.every(isRecord));
  if (isLine) return line as unknown as LogLine;
  throw new TypeError(
    `Reading ${showText(file)}: expected the epochs or the end of a run but found ${showValue(line)}. Start a sweep in another folder.`,
  );
}

export interface KnownTrial {
  readonly records: readonly EpochRecord[];
  readonly end?: TrialEnd;
}

/**
 * The log of a sweep: a line per epoch and end, written immediately, so that a killed sweep can be resumed.
 */
export class SweepLog {
  private readonly known = new Map<string, KnownTrial>();

  constructor(private readonly file: string) {
    if (!existsSync(file)) return;
    const bytes = readFileSync(file);
    // A killed sweep may have left an incomplete line.
    const whole = bytes.lastIndexOf(10) + 1;
    if (whole < bytes.length) truncateSync(file, whole);
    for (const line of bytes.toString('utf8', 0, whole).split('\n').filter(Boolean))
      this.note(readLine(line, file));
  }

  of(trial: string): KnownTrial {
    return this.known.get(trial) ?? { records: [] };
  }

  /** @throws {Error} if the line cannot be written, such as on a full disk. */
  add(line: LogLine): void {
    this.note(line);
    try {
      appendFileSync(this.file, `${JSON.stringify(line)}\n`);
    } catch (error) {
      throw writeFailure('Saving the progress of a sweep', this.file, error);
    }
  }

  private note(line: LogLine): void {
    const { records, end } = this.of(line.trial);
    if ('end' in line) this.known.set(line.trial, { records, end: line.end });
    else {
      // If an epoch was repeated after its process was lost, the new record replaces the old one.
      const first = line.records[0]?.epoch ?? 0;
      const kept = records.filter(({ epoch }) => epoch < first);
      this.known.set(line.trial, { records: [...kept, ...line.records], end });
    }
  }
}
