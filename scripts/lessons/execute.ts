import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { checkNotebook, type Interruption } from './check.js';
import { cleanNotebook } from './clean.js';
import { endTogether } from './end-together.js';
import { type Notebook, readNotebook, writeNotebook } from './notebook.js';
import { isWarning, type Problem } from './problem.js';
import { python, root } from './project.js';
import { lacksPictures } from './shown.js';

export interface ExecuteOptions {
  /** Time limit per cell in seconds. */
  readonly cellSeconds: number;
  /** Environment variables for the kernel, in addition to this process's. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Called before each cell with the number of finished cells and the total. */
  readonly onCell?: (done: number, total: number) => void;
  /** Called several times per second during a training run, with its remaining time. */
  readonly onTraining?: (secondsLeft: number) => void;
}

export interface Executed {
  readonly notebook: Notebook;
  readonly problems: Problem[];
  /** Whether its figures have no PNG because no browser was found. */
  readonly isUndrawn: boolean;
}

/**
 * The environment variable with the path of a file to which the kernel writes failures that occur after the end of
 * their cell. See lib/jupyter/kernel/late-failures.mjs.
 */
const failuresVariable = 'MNIST_LAB_FAILURES';

/** Executes a notebook in its own folder, writes it to `target`, and checks the result. */
export async function executeNotebook(
  source: string,
  target: string,
  { cellSeconds, environment, onCell, onTraining }: ExecuteOptions,
): Promise<Executed> {
  const total = readNotebook(source).cells.length;
  mkdirSync(path.dirname(target), { recursive: true });
  const failures = `${target}.failures`;
  rmSync(failures, { force: true });
  const interruption = await run(
    [source, target, String(cellSeconds)],
    { ...process.env, ...environment, [failuresVariable]: failures, PYDEVD_DISABLE_FILE_VALIDATION: '1' },
    { onCell: (done) => onCell?.(done, total), onTraining },
  );
  if (!existsSync(target))
    throw new Error(`Executing ${path.relative(root, source)} failed: ${interruption?.message}`);

  const notebook = cleanNotebook(readNotebook(target));
  writeNotebook(target, notebook);
  const isUndrawn = lacksPictures(notebook);
  // Without a browser, missing PNGs are not a problem, but should be reported.
  const problems = checkNotebook(notebook, { pictures: !isUndrawn, interruption });
  // A failure that occurs after its cell has ended is reported by the next cell. Without a next cell, report it here.
  if (problems.every(isWarning)) problems.push(...readFailures(failures));
  rmSync(failures, { force: true });
  return { notebook, problems, isUndrawn };
}

function readFailures(file: string): Problem[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const { traceback } = JSON.parse(line) as { traceback: string[] };
    return { kind: 'late failure', message: traceback.join('\n') };
  });
}

/** Adds the kernel's last output to the message, because only it explains why the kernel exited. */
function withWords(interruption: Interruption, written: string): Interruption {
  if (interruption.kind !== 'kernel' || written.trim() === '') return interruption;
  return { ...interruption, message: `${interruption.message} Its output:\n${written.trim()}` };
}

/** @returns why the run was aborted, if it was. */
function run(
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
  { onCell, onTraining }: { onCell: (cell: number) => void; onTraining: ExecuteOptions['onTraining'] },
): Promise<Interruption | undefined> {
  const script = path.join(__dirname, 'execute.py');
  // When this process exits for any reason, the system closes the child's standard input, and the child exits too.
  const child = spawn(python, [script, ...words], { env: environment, stdio: 'pipe' });
  const release = endTogether(() => child.kill('SIGTERM'));
  let interruption: Interruption | undefined;
  let current: number | null = null;
  let written = '';
  child.stderr.on('data', (chunk) => {
    written = (written + chunk).slice(-4000);
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.startsWith('{')) return;
    const event = JSON.parse(line) as {
      cell?: number;
      secondsLeft?: number;
      failure?: Interruption;
    };
    if (event.cell !== undefined) {
      current = event.cell;
      onCell(current);
    }
    if (event.secondsLeft !== undefined) onTraining?.(event.secondsLeft);
    interruption ??= event.failure;
  });
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      release();
      reject(new Error(`Starting ${python} failed. Run npm run setup.`, { cause: error }));
    });
    child.on('close', (code, signal) => {
      release();
      if (code === 0) return resolve(interruption && withWords(interruption, written));
      const ending = signal ? `by ${signal}` : `with code ${code}`;
      resolve({ kind: 'kernel', message: `nbconvert ended ${ending}. ${written}`.trim(), cell: current });
    });
  });
}
