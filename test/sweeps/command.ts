import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const home = path.resolve(__dirname, '..', '..');

/** Whether Ray is installed in this project. */
export const hasRay = existsSync(path.join(home, '.venv-sweeps', 'mnist-lab.json'));

/** The result of a command. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Starts `mnist-lab` in a process of its own, as a shell would. */
export function startCommand(words: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const child: ChildProcess = spawn(
    process.execPath,
    [path.join(home, 'lib', 'bin', 'mnist-lab.js'), ...words],
    {
      cwd: home,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    },
  );
  const texts = { out: '', err: '' };
  child.stdout!.on('data', (text) => {
    texts.out += text;
  });
  child.stderr!.on('data', (text) => {
    texts.err += text;
  });
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...texts })));
  return { child, ended, texts };
}

/** Runs `mnist-lab` to its end. */
export function runCommand(words: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Ended> {
  return startCommand(words, environment).ended;
}

/** A line of `results.jsonl`. */
export interface ResultLine {
  readonly configuration: number;
  readonly seed: number;
  readonly status: string;
  readonly message?: string;
  readonly validationAccuracy: number;
  readonly epochs: readonly { readonly epoch: number; readonly validationAccuracy: number }[];
}

export function readLines<Line>(file: string): Line[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Line);
}

/** The results of all trials by name, without times. */
export function curvesOf(directory: string): Record<string, readonly number[]> {
  const lines = readLines<ResultLine>(path.join(directory, 'results.jsonl'));
  const named = lines.map(({ configuration, seed, status, epochs }) => [
    `${configuration}-${seed} ${status}`,
    epochs.map(({ validationAccuracy }) => validationAccuracy),
  ]);
  return Object.fromEntries(named.sort()) as Record<string, readonly number[]>;
}

/** IDs of the processes whose command line contains some words. */
export function processesWith(words: string): number[] {
  const listed = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return listed
    .filter((line) => line.includes(words) && !line.includes('ps -eo'))
    .map((line) => Number(line.trim().split(' ')[0]));
}

/** Waits until a condition is true. */
export async function until(isSo: () => boolean, seconds = 300): Promise<void> {
  const end = performance.now() + 1000 * seconds;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`Waited ${seconds} s for ${isSo.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
