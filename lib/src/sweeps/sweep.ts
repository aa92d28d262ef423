import { rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { resolveOptions } from '../options/resolve.js';
import { findRay, plotlyOf } from '../setup/ray.js';
import { checkNodes, requireAnswer } from './cluster.js';
import { finishSweep } from './finish-sweep.js';
import { type RayEvent, runOnRay } from './ray-driver.js';
import { readSpace, type SearchSpace } from './space.js';
import { loadSweepData } from './sweep-data.js';
import { openSweepFolder, sweepFiles } from './sweep-folder.js';
import { type SweepOptions, sweepOptions } from './sweep-options.js';
import { type PlanChoices, planSweep, trialName } from './sweep-plan.js';
import { type ConfigurationResult, rankConfigurations, type SweepResult } from './sweep-result.js';
import { SweepState } from './sweep-state.js';

/** Number of retries of a trial whose process or node was lost. */
const retries = 2;

/**
 * Trains many configurations of a search space, on this machine or on a cluster, and selects the best by
 * validation accuracy. It uses Ray Tune, which `mnist-lab setup --sweeps` installs.
 *
 * Each trial is a process with one core. All trials use the same validation images. The test images are read
 * once, at the end, for the best model. At certain epochs, the worse two thirds of the trials that have
 * reached that epoch may be stopped (asynchronous successive halving, Li et al. 2020). A trial whose process
 * or node is lost is retried twice.
 *
 * All results are saved in the sweep's folder immediately: if this process is killed, `resume` continues
 * without repeating finished trials.
 *
 * @param space Options of `mnist-lab train` in camel case. See {@link SearchSpace}.
 * @returns Every configuration, ranked, and the saved best model. If the signal is aborted, returns the
 *   results so far.
 * @throws {TypeError} if an option is unknown.
 * @throws {RangeError} if a value or range is invalid, nothing is varied, or values conflict.
 * @throws {Error} if Ray is not installed (its `code` is `'MNIST_LAB_NOT_SET_UP'`), nodes have different
 *   versions, the folder cannot be used, or the disk is full.
 * @example
 * const space = { epochs: 3, learningRate: { logUniform: [0.0005, 0.02] }, dropoutRate: { uniform: [0, 0.3] } } as const;
 * try {
 *   const { configurations, best } = await sweep(space, { dataset: 'mnist', trials: 8, output: 'sweeps/rates' });
 *   console.log(configurations[0]?.chosen, best?.test?.accuracy);
 * } catch (error) {
 *   // If Ray is missing, the message says how to set it up.
 *   console.log((error as Error).message);
 * }
 */
export async function sweep(space: SearchSpace, options: SweepOptions): Promise<SweepResult> {
  const started = performance.now();
  const choices = resolveChoices(options);
  const read = readSpace(space);
  const ray = findRay(process.cwd());
  if (!ray)
    throw Object.assign(new Error('Sweeping: Ray is not installed. Run `npx mnist-lab setup --sweeps`.'), {
      code: 'MNIST_LAB_NOT_SET_UP',
    });
  if (choices.address !== undefined) await requireAnswer(choices.address);
  const data = await loadSweepData(options);
  const directory = path.resolve(options.output ?? path.join('sweeps', `${data.title}-${timeStamp()}`));
  const files = sweepFiles(directory);
  const opened = await openSweepFolder(directory, planSweep(space, read, data, choices), {
    resume: options.resume ?? false,
    python: ray.python,
  });
  const { plan, log, release } = opened;
  const packedFile = path.join(directory, 'images.packed');
  try {
    const state = new SweepState(plan, log, choices.workers ?? os.availableParallelism());
    const trials = state.openTrials();
    const tell = () => options.onProgress?.(state.progress());
    tell();
    if (data.packed) writeFileSync(packedFile, data.packed.bytes);
    const { directory: given, cacheDirectory } = options;
    const onEvent = (event: RayEvent) => {
      if (event.event === 'nodes') state.parallel = checkNodes(event.nodes, options.onNotice);
      if (event.event === 'again' || event.event === 'ended') rethrowFullDisk(event.message, directory);
      if (event.event === 'again') options.onNotice?.(`Retrying run ${event.trial}: ${event.message}.`);
      if (state.take(event)) tell();
      if (event.event === 'ended') keepBestModels(rankConfigurations(plan, log), files.models);
    };
    let isInterrupted = false;
    if (trials.length > 0)
      await runOnRay(
        ray.python,
        {
          identity: plan.identity,
          address: choices.address ?? null,
          workers: state.parallel,
          dataset: data.packed
            ? { name: data.title, file: packedFile }
            : { name: data.name, directory: absolute(given), cacheDirectory: absolute(cacheDirectory) },
          halving: plan.halving ?? null,
          trials,
          finished: state.finishedCurves(),
          ...{ models: files.models, retries },
          objectBytes: 300e6 + 3 * (data.packed?.bytes.length ?? 0),
        },
        { logFile: files.ray, signal: options.signal, onEvent },
      ).catch((error: unknown) => {
        if (!options.signal?.aborted) throw error;
        isInterrupted = true;
      });
    const result = await finishSweep(plan, log, {
      ...{ directory, data, isInterrupted },
      reads: choices.test,
      plotly: plotlyOf(ray),
    });
    return { ...result, seconds: (performance.now() - started) / 1000 };
  } finally {
    rmSync(packedFile, { force: true });
    release();
  }
}

interface SweepChoices extends PlanChoices {
  readonly address?: string;
  readonly workers?: number;
  readonly test: boolean;
}

function resolveChoices(options: SweepOptions): SweepChoices {
  const { trials, seeds, seed, pruning, address, workers, test } = options;
  const chosen = { trials, seeds, seed, pruning, address, workers, test };
  return resolveOptions('Sweeping', sweepOptions, chosen) as unknown as SweepChoices;
}

function absolute(folder: string | undefined): string | undefined {
  return folder === undefined ? undefined : path.resolve(folder);
}

function timeStamp(): string {
  return new Date().toISOString().slice(0, 19).replaceAll(':', '-');
}

/**
 * Aborts a sweep if a trial failed because of a full disk on any node: all later trials would fail too.
 * @throws {Error} if the message reports a full disk.
 */
export function rethrowFullDisk(message: string | undefined, directory: string): void {
  if (message === undefined || !/No space left on device|Disk quota exceeded|ENOSPC|EDQUOT/.test(message))
    return;
  throw Object.assign(
    new Error(
      `Sweeping: the disk is full (${message}). Free some disk space, then resume the sweep with ` +
        `--resume ${directory}.`,
    ),
    { code: 'ENOSPC' },
  );
}

/**
 * Number of configurations whose models are kept while a sweep runs: further seeds may change which of them
 * is best.
 */
const most = 10;

/** Removes the models of all but the best configurations, so that a long sweep does not fill the disk. */
function keepBestModels(configurations: readonly ConfigurationResult[], models: string): void {
  for (const { number, trainings } of configurations.slice(most))
    for (const { seed, status } of trainings)
      if (status === 'done')
        rmSync(path.join(models, trialName(number, seed)), { recursive: true, force: true });
}
