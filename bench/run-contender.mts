import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Result, Task } from './contenders/contender.mjs';

/** A trainer to be compared. */
export interface Contender {
  readonly name: string;
  /** File in this folder. */
  readonly program: string;
  readonly isPeer: boolean;
  /** Whether the contender is so slow that it has only one round, of fewer epochs. */
  readonly isSlow: boolean;
  /** Whether it is so slow with convolutions only. */
  readonly isSlowWithFilters?: boolean;
  readonly engine?: Task['engine'];
  /**
   * Whether it runs only the matrix products of dense layers. It trains nothing, so it has no accuracy to compare.
   */
  readonly isFloor?: boolean;
}

export const contenders: readonly Contender[] = [
  { name: 'mnist-lab', program: 'contenders/graph.mts', isPeer: false, isSlow: false, engine: 'graph' },
  {
    name: 'JAX jit + scan',
    program: 'peers/jax_scan.py',
    isPeer: true,
    isSlow: false,
    isSlowWithFilters: true,
  },
  { name: 'PyTorch eager', program: 'peers/torch_eager.py', isPeer: true, isSlow: false },
  { name: 'Keras fit', program: 'peers/keras_fit.py', isPeer: true, isSlow: true },
  { name: 'LayersModel.fit', program: 'contenders/graph.mts', isPeer: false, isSlow: true, engine: 'layers' },
  { name: 'products alone', program: 'contenders/products.mts', isPeer: false, isSlow: false, isFloor: true },
];

const here = dirname(fileURLToPath(import.meta.url));
const environment = join(here, '.venv');
const python = join(environment, 'bin', 'python');

/** Creates the virtual environment of the other frameworks if it is missing. */
export function makePeers(): void {
  // Written last, so that an incomplete environment is created again.
  const marker = join(environment, 'peers-are-complete');
  if (existsSync(marker)) return;
  const show = { stdio: 'inherit' } as const;
  console.error('Creating bench/.venv with JAX, Keras and PyTorch. This takes a few minutes.');
  execFileSync('python3', ['-m', 'venv', '--clear', environment], show);
  execFileSync(python, ['-m', 'pip', 'install', '-q', '-r', join(here, 'peers', 'requirements.txt')], show);
  execFileSync(python, ['-c', `import jax, keras, torch; open(${JSON.stringify(marker)}, 'w').close()`], {
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
  });
}

/** Trains in a process of its own. @returns Its last line of output. */
export function runContender({ program }: Contender, task: Task): Result {
  return lastLine(program, task) as Result;
}

/** Measurements of this library alone, by name. */
export function measure(
  program: 'inference' | 'reading' | 'watching' | 'pictures',
  task: Task,
): Readonly<Record<string, number>> {
  return lastLine(`contenders/${program}.mts`, task) as Record<string, number>;
}

/** Runs a program of this folder on a task, and reads its last line as JSON. */
export function lastLine(
  program: string,
  task: Task,
  environment: Readonly<Record<string, string>> = {},
): unknown {
  const file = join(here, program);
  const [command, options] = program.endsWith('.py')
    ? [python, [file]]
    : [process.execPath, program.endsWith('.mjs') ? [file] : ['--import', 'tsx', file]];
  const output = execFileSync(command, [...options, JSON.stringify(task)], {
    encoding: 'utf8',
    stdio: 'pipe',
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', ...environment },
  });
  return JSON.parse(output.trim().split('\n').at(-1)!);
}
