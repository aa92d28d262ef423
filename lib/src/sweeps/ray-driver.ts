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
  /** Whether this is the node on which the sweep was started. */
  readonly own: boolean;
  readonly versions?: Readonly<Record<string, string>>;
  /** Why the node cannot run trials, if it cannot. */
  readonly problem?: string;
}

/** Events from the Python process, one line of JSON each. */
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

/** A trial, as passed to the Python process. */
export interface PlannedTrial {
  readonly name: string;
  readonly values: FlagValues;
  readonly seed: number;
  /** Whether this is the first trial of its configuration. Only the first may be stopped early. */
  readonly first: boolean;
  /** Name of a trial that must finish first. */
  readonly after: string | null;
}

interface RayPlan {
  readonly identity: string;
  /** Address of a running cluster, or null to start one here. */
  readonly address: string | null;
  /** Number of concurrent trials, if a cluster is started here. */
  readonly workers: number;
  readonly dataset: TrialDataset;
  readonly halving: Halving | null;
  readonly trials: readonly PlannedTrial[];
  /** Accuracies after each epoch of first trials that have finished or were stopped early, by trial name. */
  readonly finished: Readonly<Record<string, readonly number[]>>;
  /** Folder for trained models. */
  readonly models: string;
  /** Number of retries of a lost trial. */
  readonly retries: number;
  /** Size of Ray's object store in bytes, if a cluster is started here. */
  readonly objectBytes: number;
}

/** Milliseconds between asking Ray to exit and killing it. */
const farewell = 20_000;

/**
 * Runs trials on Ray and reports their events. When it returns, all processes of Ray and all trials have
 * exited.
 *
 * @param python Python of the environment with Ray.
 * @param logFile File for Ray's output.
 * @param onEvent An error thrown here aborts the run and is rethrown.
 * @throws {Error} if Ray cannot be started or stops working.
 * @throws the signal's reason if it is aborted.
 */
export async function runOnRay(
  python: string,
  plan: RayPlan,
  { logFile, signal, onEvent }: { logFile: string; signal?: AbortSignal; onEvent: (event: RayEvent) => void },
): Promise<void> {
  signal?.throwIfAborted();
  // The path must be short: Ray creates sockets in this folder, and the length of their paths is limited.
  const base = os.tmpdir().length > 30 ? '/tmp' : os.tmpdir();
  const temporary = mkdtempSync(path.join(base, 'mnist-lab-'));
  const log = openSync(logFile, 'a');
  const driver = spawn(python, ['-u', path.join(__dirname, '..', '..', 'sweeps', 'driver.py')], {
    stdio: ['pipe', log, log, 'pipe'],
    // Ctrl-C reaches only this process, which shuts the driver down.
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

/** Waits for the driver. If it does not exit when asked to, it is killed with all its children. */
async function untilEnded(driver: ChildProcess, isToEnd: () => boolean): Promise<string | undefined> {
  let since: number | undefined;
  const watch = setInterval(() => {
    if (!isToEnd()) return;
    since ??= performance.now();
    if (performance.now() - since < farewell || driver.pid === undefined) return;
    try {
      process.kill(-driver.pid, 'SIGKILL');
    } catch {
      // The driver has just exited.
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

/** Ray must not send statistics, write unused files, or leave compiled Python in the package. */
const quietRay = {
  RAY_USAGE_STATS_ENABLED: '0',
  RAY_AIR_NEW_OUTPUT: '0',
  // Ray must not require an accuracy in every result: the last result of a trial has none.
  TUNE_DISABLE_STRICT_METRIC_CHECKING: '1',
  TUNE_DISABLE_AUTO_CALLBACK_LOGGERS: '1',
  TUNE_GLOBAL_CHECKPOINT_S: '100000',
  PYTHONDONTWRITEBYTECODE: '1',
} as const;
