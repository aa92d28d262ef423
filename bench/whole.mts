/**
 * Compares whole processes with JAX's: start, load the library and the images, train, evaluate, exit.
 *
 *   npm run bench -- --whole --rounds 3
 *
 * JAX runs with its defaults, and with its cache of compiled functions
 * (`JAX_COMPILATION_CACHE_DIR`).
 */
import { mkdtempSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import type { Task } from './contenders/contender.mjs';
import { lastLine } from './run-contender.mjs';

/** Seconds of whole processes, the minimum over all rounds. */
export interface WholeRow {
  readonly batchSize: number;
  readonly epochs: number;
  readonly own: number;
  readonly jax: number;
  readonly jaxCached: number;
  readonly testAccuracy: number;
  readonly jaxTestAccuracy: number;
  /** The mode in which this library trained. */
  readonly note: string;
}

/** @param network The network, and the folder of its data. */
export function compareWhole(network: Pick<Task, 'hiddenUnits' | 'dropoutRate' | 'data'>, rounds: number) {
  console.error(`Load of this machine before: ${loadavg()[0]!.toFixed(1)} on ${cpus().length} cores.`);
  const rows: WholeRow[] = [];
  for (const batchSize of [32, 128, 512])
    for (const epochs of [1, 5, 20]) {
      const task: Task = { ...network, batchSize, epochs, engine: 'graph' };
      const times = Array.from({ length: rounds }, () => oneRound(task));
      const least = (name: 'own' | 'jax' | 'jaxCached') => Math.min(...times.map((time) => time[name]));
      const row = { ...times[0]!, own: least('own'), jax: least('jax'), jaxCached: least('jaxCached') };
      rows.push({ batchSize, epochs, ...row });
      console.error(`batch ${batchSize}, ${epochs} epochs: ${JSON.stringify(times)}`);
    }
  console.table(
    rows.map(({ batchSize, epochs, own, jax, jaxCached }) => ({
      batch: batchSize,
      epochs,
      seconds: own.toFixed(2),
      JAX: jax.toFixed(2),
      ratio: (jax / own).toFixed(2),
      'JAX, cached': jaxCached.toFixed(2),
      'ratio, cached': (jaxCached / own).toFixed(2),
    })),
  );
  const isFair = rows.every((row) => Math.abs(row.testAccuracy - row.jaxTestAccuracy) < 0.01);
  if (!isFair) {
    console.log('Not a fair comparison: accuracies differ by a percent or more.');
    process.exitCode = 1;
  }
  return { rows, isFair };
}

/** Runs one process of each kind after the other, so that a busy moment of the machine affects all kinds. */
function oneRound(task: Task): Omit<WholeRow, 'batchSize' | 'epochs'> {
  const cache = {
    JAX_COMPILATION_CACHE_DIR: mkdtempSync(join(task.data, 'jax-')),
    // Cache small functions that compile quickly too.
    JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS: '0',
    JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES: '-1',
  };
  const own = timed('contenders/whole.mjs', task, {});
  // By default, JAX does not cache compiled functions.
  const jax = timed('peers/jax_scan.py', task, {});
  timed('peers/jax_scan.py', { ...task, epochs: 1 }, cache);
  const jaxCached = timed('peers/jax_scan.py', task, cache);
  return {
    own: own.seconds,
    jax: jax.seconds,
    jaxCached: jaxCached.seconds,
    testAccuracy: own.testAccuracy,
    jaxTestAccuracy: jax.testAccuracy,
    note: own.note ?? '',
  };
}

function timed(program: string, task: Task, environment: Readonly<Record<string, string>>) {
  const started = performance.now();
  const result = lastLine(program, task, environment) as { testAccuracy: number; note?: string };
  return { ...result, seconds: (performance.now() - started) / 1000 };
}
