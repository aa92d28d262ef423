import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { rejectionsVariable } from '../../lib/src/notebook/rejections.js';
import { checkNotebook, type Problem } from './check.js';
import { cleanNotebook } from './clean.js';
import { type Notebook, readNotebook, writeNotebook } from './notebook.js';
import { python, root } from './project.js';

export interface ExecuteOptions {
  /** Time a cell may take. */
  cellSeconds: number;
  /** Environment variables for the kernel, besides those of this process. */
  environment?: Record<string, string>;
  /** Called before each cell with the number of cells done and their total. */
  onCell?: (done: number, total: number) => void;
}

export interface Executed {
  notebook: Notebook;
  problems: Problem[];
}

/** Executes a notebook from its own folder, writes it to `target`, and checks what came out. */
export async function executeNotebook(
  source: string,
  target: string,
  options: ExecuteOptions,
): Promise<Executed> {
  const total = readNotebook(source).cells.length;
  mkdirSync(path.dirname(target), { recursive: true });
  const rejections = `${target}.rejections`;
  rmSync(rejections, { force: true });
  const failure = await run(source, target, rejections, options, (done) => options.onCell?.(done, total));
  if (!existsSync(target)) throw new Error(`Executing ${path.relative(root, source)} failed: ${failure}`);

  const notebook = cleanNotebook(readNotebook(target));
  writeNotebook(target, notebook);
  const problems = checkNotebook(notebook, { pictures: process.env.MNIST_LAB_BROWSER !== 'none', failure });
  // The rejections that a cell reported are among its problems already; those after the last cell are only here.
  if (problems.length === 0 && existsSync(rejections))
    problems.push({ message: readFileSync(rejections, 'utf8') });
  if (problems.length === 0 && failure) problems.push({ message: failure });
  rmSync(rejections, { force: true });
  return { notebook, problems };
}

function run(
  source: string,
  target: string,
  rejections: string,
  { cellSeconds, environment }: ExecuteOptions,
  onCell: (done: number) => void,
): Promise<string> {
  const script = path.join(__dirname, 'execute.py');
  const child = spawn(python, [script, source, target, String(cellSeconds)], {
    env: {
      ...process.env,
      ...environment,
      [rejectionsVariable]: rejections,
      PYDEVD_DISABLE_FILE_VALIDATION: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Whoever ends this process ends the kernel too.
  const end = () => {
    child.kill('SIGTERM');
    process.exit(130);
  };
  process.once('SIGTERM', end).once('SIGINT', end);
  let failure = '';
  let written = '';
  child.stderr.on('data', (chunk) => {
    written = (written + chunk).slice(-4000);
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.startsWith('{')) return;
    const event = JSON.parse(line) as { cell?: number; error?: string };
    if (event.cell !== undefined) onCell(event.cell);
    if (event.error !== undefined) failure = event.error;
  });
  return new Promise((resolve, reject) => {
    child.on('error', (error) =>
      reject(new Error(`Starting ${python} failed. Run npm run setup.`, { cause: error })),
    );
    child.on('close', (code) => {
      process.off('SIGTERM', end).off('SIGINT', end);
      resolve(code === 0 ? failure : `nbconvert ended with code ${code}. ${written}`);
    });
  });
}
