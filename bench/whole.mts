/**
 * Compares whole processes with JAX's, side by side: start, load the library and the images, train, evaluate, end.
 *
 *   npm run bench -- --whole --rounds 3
 *
 * Each runs without what it compiled before, as the first time, and with it (`MNIST_LAB_COMPILATION_CACHE`,
 * `JAX_COMPILATION_CACHE_DIR`), as the second time.
 */
import { mkdtempSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import type { Task } from './contenders/contender.mjs';
import { lastLine } from './run-contender.mjs';

/** Seconds of whole processes, the least of all rounds. */
export interface WholeRow {
  readonly batchSize: number;
  readonly epochs: number;
  readonly first: number;
  readonly second: number;
  readonly jaxFirst: number;
  readonly jaxSecond: number;
  readonly testAccuracy: number;
  readonly jaxTestAccuracy: number;
  /** How this library trained. */
  readonly note: string;
}

/** @param network and the folder of its data. */
export function compareWhole(network: Pick<Task, 'hiddenUnits' | 'dropoutRate' | 'data'>, rounds: number) {
  console.error(`Load of this machine before: ${loadavg()[0]!.toFixed(1)} on ${cpus().length} cores.`);
  const rows: WholeRow[] = [];
  for (const batchSize of [32, 128, 512])
    for (const epochs of [1, 5, 20]) {
      const task: Task = { ...network, batchSize, epochs, engine: 'graph' };
      const times = Array.from({ length: rounds }, () => oneRound(task));
      const least = (name: 'first' | 'second' | 'jaxFirst' | 'jaxSecond') =>
        Math.min(...times.map((time) => time[name]));
      const row = {
        ...times[0]!,
        first: least('first'),
        second: least('second'),
        jaxFirst: least('jaxFirst'),
        jaxSecond: least('jaxSecond'),
      };
      rows.push({ batchSize, epochs, ...row });
      console.error(`batch ${batchSize}, ${epochs} epochs: ${JSON.stringify(times)}`);
    }
  console.table(
    rows.map(({ batchSize, epochs, first, second, jaxFirst, jaxSecond }) => ({
      batch: batchSize,
      epochs,
      'first run, seconds': first.toFixed(2),
      'JAX, first run': jaxFirst.toFixed(2),
      'times the first': (jaxFirst / first).toFixed(2),
      'second run': second.toFixed(2),
      'JAX, second run': jaxSecond.toFixed(2),
      'times the second': (jaxSecond / second).toFixed(2),
    })),
  );
  const isFair = rows.every((row) => Math.abs(row.testAccuracy - row.jaxTestAccuracy) < 0.01);
  if (!isFair) {
    console.log('Not a fair comparison: accuracies differ by a percent or more.');
    process.exitCode = 1;
  }
  return { rows, isFair };
}

/** One process of each after the other, so that a busy moment of the machine hits none of them alone. */
function oneRound(task: Task): Omit<WholeRow, 'batchSize' | 'epochs'> {
  // The first run makes the cache that the second run has.
  const own = { MNIST_LAB_COMPILATION_CACHE: mkdtempSync(join(task.data, 'mnist-lab-')) };
  const jax = {
    JAX_COMPILATION_CACHE_DIR: mkdtempSync(join(task.data, 'jax-')),
    // Also of what is small and quickly compiled.
    JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS: '0',
    JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES: '-1',
  };
  const first = timed('contenders/whole.mjs', task, own);
  // By its defaults it keeps nothing, which costs it nothing.
  const jaxFirst = timed('peers/jax_scan.py', task, {});
  timed('peers/jax_scan.py', { ...task, epochs: 1 }, jax);
  const second = timed('contenders/whole.mjs', task, own);
  const jaxSecond = timed('peers/jax_scan.py', task, jax);
  return {
    first: first.seconds,
    second: second.seconds,
    jaxFirst: jaxFirst.seconds,
    jaxSecond: jaxSecond.seconds,
    testAccuracy: first.testAccuracy,
    jaxTestAccuracy: jaxFirst.testAccuracy,
    note: first.note ?? '',
  };
}

function timed(program: string, task: Task, environment: Readonly<Record<string, string>>) {
  const started = performance.now();
  const result = lastLine(program, task, environment) as { testAccuracy: number; note?: string };
  return { ...result, seconds: (performance.now() - started) / 1000 };
}
