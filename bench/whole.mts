/**
 * Compares whole processes with JAX's, side by side: start, load the library and the images, train, evaluate, end.
 *
 *   npm run bench -- --whole --rounds 3
 *
 * JAX runs without what it compiled before, as the first time, and with it (`JAX_COMPILATION_CACHE_DIR`), as the second
 * time. This library compiles anew in every process, if at all.
 */
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import type { Task } from './contenders/contender.mjs';
import { lastLine } from './run-contender.mjs';

/** Seconds of whole processes, the least of all rounds. */
export interface WholeRow {
  readonly batchSize: number;
  readonly epochs: number;
  readonly ours: number;
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
      const least = (name: 'ours' | 'jaxFirst' | 'jaxSecond') => Math.min(...times.map((time) => time[name]));
      const row = {
        ...times[0]!,
        ours: least('ours'),
        jaxFirst: least('jaxFirst'),
        jaxSecond: least('jaxSecond'),
      };
      rows.push({ batchSize, epochs, ...row });
      console.error(`batch ${batchSize}, ${epochs} epochs: ${JSON.stringify(times)}`);
    }
  console.table(
    rows.map(({ batchSize, epochs, ours, jaxFirst, jaxSecond }) => ({
      batch: batchSize,
      epochs,
      'seconds, ours': ours.toFixed(2),
      'JAX, first run': jaxFirst.toFixed(2),
      'times ours': (jaxFirst / ours).toFixed(2),
      'JAX, second run': jaxSecond.toFixed(2),
      'times ours again': (jaxSecond / ours).toFixed(2),
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
  const own = timed('contenders/whole.mjs', task);
  const first = timed('peers/jax_scan.py', task);
  const cache = {
    JAX_COMPILATION_CACHE_DIR: join(task.data, `jax-${task.batchSize}`),
    // Also of what is small and quickly compiled.
    JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS: '0',
    JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES: '-1',
  };
  timed('peers/jax_scan.py', { ...task, epochs: 1 }, cache);
  const second = timed('peers/jax_scan.py', task, cache);
  return {
    ours: own.seconds,
    jaxFirst: first.seconds,
    jaxSecond: second.seconds,
    testAccuracy: own.testAccuracy,
    jaxTestAccuracy: first.testAccuracy,
    note: own.note ?? '',
  };
}

function timed(program: string, task: Task, environment: Readonly<Record<string, string>> = {}) {
  const started = performance.now();
  const result = lastLine(program, task, environment) as { testAccuracy: number; note?: string };
  return { ...result, seconds: (performance.now() - started) / 1000 };
}
