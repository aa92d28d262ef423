import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { FlagValues } from '../options/flags.js';
import { endOfChild } from '../system/child-process.js';
import type { EpochRecord } from '../training/history.js';
import type { Halving } from './sweep-plan.js';
import type { TrialDataset, TrialOutcome } from './trial.js';

/** A node of the cluster. */
export interface FoundNode {
  readonly address: string;
  readonly cores: number;
  /** Whether the command itself runs there. */
  readonly own: boolean;
  readonly versions?: Readonly<Record<string, string>>;
  /** Why no trial can run there. */
  readonly problem?: string;
}

/** Events of the Python side, one line of JSON each. */
export type RayEvent =
  | { readonly event: 'nodes'; readonly nodes: readonly FoundNode[] }
  | { readonly event: 'began'; readonly trial: string; readonly attempt: number }
  | { readonly event: 'epoch'; readonly trial: string; readonly record: EpochRecord }
  | { readonly event: 'again'; readonly trial: string; readonly message: string }
  | {
      readonly event: 'ended';
      readonly trial: string;
      readonly outcome: 'done' | 'stopped' | 'failed';
      readonly final: boolean;
      readonly message?: string;
      readonly training?: TrialOutcome;
    }
  | { readonly event: 'broken'; readonly message: string }
  | { readonly event: 'over' };

/** A trial, as passed to the Python side. */
export interface PlannedTrial {
  readonly name: string;
  readonly values: FlagValues;
  readonly seed: number;
  /** Whether it may be stopped early. */
  readonly first: boolean;
  /** Name of a trial that must finish before. */
  readonly after: string | null;
}

interface RayPlan {
  readonly identity: string;
  /** Of a running cluster; null to start one here. */
  readonly address: string | null;
  /** Trials at once, if a cluster is started here. */
  readonly workers: number;
  readonly dataset: TrialDataset;
  readonly halving: Halving | null;
  readonly trials: readonly PlannedTrial[];
  /** Accuracies after each epoch of first trials that have ended, by name. */
  readonly finished: Readonly<Record<string, readonly number[]>>;
  /** Folder for trained models. */
  readonly models: string;
  /** How often a lost trial is retried. */
  readonly retries: number;
  /** Bytes of Ray's object store, if a cluster is started here. */
  readonly objectBytes: number;
}

/** Milliseconds between asking Ray to end and killing it. */
const farewell = 20_000;

/**
 * Runs trials on Ray and reports their events. At the end, no process of Ray and no trial is left.
 *
 * @param python Of the environment that has Ray.
 * @param logFile For Ray's own output.
 * @param onEvent An error thrown here ends the run and is thrown on.
 * @throws {Error} if Ray cannot be started or fails as a whole.
 * @throws the signal's reason if it is aborted.
 */
export async function runOnRay(
  python: string,
  plan: RayPlan,
  { logFile, signal, onEvent }: { logFile: string; signal?: AbortSignal; onEvent: (event: RayEvent) => void },
): Promise<void> {
  signal?.throwIfAborted();
  // It will contain sockets, whose paths must be short.
  const base = os.tmpdir().length > 30 ? '/tmp' : os.tmpdir();
  const temporary = mkdtempSync(path.join(base, 'mnist-lab-'));
  const log = openSync(logFile, 'a');
  const driver = spawn(python, ['-u', path.join(__dirname, '..', '..', 'sweeps', 'driver.py')], {
    stdio: ['pipe', log, log, 'pipe'],
    // Ctrl-C reaches this process only, which ends the driver in order.
    detached: true,
    env: { ...process.env, ...quietRay },
  });
  closeSync(log);
  const program = [process.execPath, path.join(__dirname, 'trial-program.js')];
  driver.stdin!.on('error', () => undefined);
  driver.stdin!.write(`${JSON.stringify({ ...plan, program, project: process.cwd(), temporary })}\n`);
  let isOver = false;
  let failure: unknown;
  const stop = () => void driver.stdin!.end();
  const fail = (error: unknown) => {
    failure ??= error;
    stop();
  };
  const lines = createInterface({ input: driver.stdio[3] as Readable });
  lines.on('line', (line) => {
    if (failure !== undefined || signal?.aborted) return;
    try {
      const event = JSON.parse(line) as RayEvent;
      if (event.event === 'over') isOver = true;
      if (event.event === 'broken')
        throw new Error(`Sweeping: Ray failed: ${lastLine(event.message)} (See ${logFile}.)`);
      onEvent(event);
      if (event.event === 'nodes') driver.stdin!.write('go\n');
    } catch (error) {
      fail(error);
    }
  });
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const problem = await untilEnded(driver, () => failure !== undefined || signal?.aborted === true);
    if (failure !== undefined) throw failure;
    signal?.throwIfAborted();
    if (!isOver)
      throw new Error(
        `Sweeping: Ray ${problem ?? 'ended'} unexpectedly: ${lastLine(readFileSync(logFile, 'utf8'))}`,
      );
  } finally {
    signal?.removeEventListener('abort', stop);
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Waits for the driver; if it was told to end and does not, it is killed with all its children. */
async function untilEnded(driver: ChildProcess, isToEnd: () => boolean): Promise<string | undefined> {
  let since: number | undefined;
  const watch = setInterval(() => {
    if (!isToEnd()) return;
    since ??= performance.now();
    if (performance.now() - since < farewell || driver.pid === undefined) return;
    try {
      process.kill(-driver.pid, 'SIGKILL');
    } catch {
      // It has just ended.
    }
  }, 200);
  try {
    return await endOfChild(driver);
  } finally {
    clearInterval(watch);
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) || 'no output';
}

/** Ray sends no statistics, writes no unused files, and leaves no compiled Python in the package. */
const quietRay = {
  RAY_USAGE_STATS_ENABLED: '0',
  RAY_AIR_NEW_OUTPUT: '0',
  // The last result of a trial has no accuracy.
  TUNE_DISABLE_STRICT_METRIC_CHECKING: '1',
  TUNE_DISABLE_AUTO_CALLBACK_LOGGERS: '1',
  TUNE_GLOBAL_CHECKPOINT_S: '100000',
  PYTHONDONTWRITEBYTECODE: '1',
} as const;
