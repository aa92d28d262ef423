/** The programs that execute notebooks. */

import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { python, root } from '../../../scripts/lessons/project.js';
import { type Marked, markProcesses } from './processes.js';

export interface Ended {
  readonly code: number;
  /** The text of both output streams. */
  readonly said: string;
  readonly marked: Marked;
}

export interface NotebookProgram {
  readonly name: string;
  /** Exit code when a cell fails. */
  readonly failure: number;
  /** Exit code if the kernel exits, if it differs. */
  readonly death?: number;
  run(notebook: string, seconds: number): Promise<Ended>;
}

const packages = path.join(root, 'build', 'test-programs');
const requirements = path.join(__dirname, 'requirements.txt');

/** Installs programs once, in a separate folder, because the project does not depend on them. */
export function installPrograms(): void {
  if (existsSync(path.join(packages, 'nbmake'))) return;
  const words = ['-m', 'pip', 'install', '--quiet', '--target', packages, '--requirement', requirements];
  execFileSync(python, words, { stdio: ['ignore', 'ignore', 'inherit'] });
}

const inVenv = (name: string) => path.join(root, '.venv', 'bin', name);

export const notebookPrograms: readonly NotebookProgram[] = [
  {
    name: 'npm start',
    failure: 1,
    run: (notebook, seconds) => run('npm', ['start', '--', '--cell-seconds', String(seconds), notebook]),
  },
  {
    name: 'nbconvert',
    failure: 1,
    run: (notebook, seconds) =>
      run(inVenv('jupyter-nbconvert'), [
        ...['--to', 'notebook', '--execute', '--stdout'],
        ...[`--ExecutePreprocessor.timeout=${seconds}`, notebook],
      ]),
  },
  {
    name: 'jupyter execute',
    failure: 1,
    run: (notebook, seconds) => run(inVenv('jupyter-execute'), [`--timeout=${seconds}`, notebook]),
  },
  {
    name: 'papermill',
    failure: 1,
    death: 138,
    run: (notebook, seconds) =>
      run(python, [
        ...['-m', 'papermill', '--execution-timeout', String(seconds), '--no-progress-bar'],
        ...['--cwd', path.dirname(notebook), notebook, `${notebook}.out.ipynb`],
      ]),
  },
  {
    name: 'nbmake',
    failure: 1,
    run: (notebook, seconds) =>
      run(python, [
        '-m',
        'pytest',
        '--nbmake',
        `--nbmake-timeout=${seconds}`,
        '-p',
        'no:cacheprovider',
        notebook,
      ]),
  },
];

function run(command: string, words: readonly string[]): Promise<Ended> {
  const marked = markProcesses();
  const env = {
    ...process.env,
    ...marked.environment,
    PYTHONPATH: packages,
    PYDEVD_DISABLE_FILE_VALIDATION: '1',
    MNIST_LAB_BUILD: path.join(root, 'build', 'test-failing-cells'),
  };
  return new Promise((resolve) => {
    execFile(command, words, { cwd: root, env, maxBuffer: 1 << 26 }, (error, out, errors) =>
      resolve({ code: error ? Number(error.code) : 0, said: withoutColours(out + errors), marked }),
    );
  });
}

/** Removes the colours with which pytest prints. */
function withoutColours(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes start with this character.
  return text.replace(/\x1b\[[\d;]*m/g, '');
}
