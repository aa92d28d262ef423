import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { findProject } from '../../setup/package.js';
import { describeProgress, type SetupProgress } from '../../setup/progress.js';
import { setupSweeps } from '../../setup/ray.js';
import { setupTensorflow } from '../../setup/setup-tensorflow.js';
import { packageFolder } from '../../system/own-version.js';
import { ProgressLine } from '../../terminal/progress-line.js';
import type { CommandContext, CommandResult, ParsedOptions } from '../command.js';
import { usageError } from '../exit-code.js';

/** The export of lib/jupyter/setup.mjs that this command uses. */
interface Notebooks {
  setUpNotebooks(options: {
    readonly projectDirectory: string;
    readonly signal: AbortSignal;
    readonly onProgress: (title: string, text: string, isDone: boolean) => void;
  }): Promise<boolean>;
}

/** Sets up TensorFlow in the project, and notebooks and Ray if asked for. */
export async function runSetup(
  _values: readonly [],
  options: ParsedOptions,
  { terminal, signal }: CommandContext,
): Promise<CommandResult> {
  const line = new ProgressLine(terminal.progress);
  const wantsNotebooks = options.notebooks === true;
  const project = wantsNotebooks ? findProject(process.cwd()) : process.cwd();
  if (wantsNotebooks && existsSync(path.join(project, 'setup', 'kernel.mjs')))
    throw usageError('In a clone of mnist-lab, use `npm run setup`, which also installs the notebooks.');
  const asked = {
    projectDirectory: project,
    signal,
    onProgress(progress: SetupProgress) {
      if (progress.state === 'running') line.update(describeProgress(progress));
      else line.line(describeProgress(progress));
    },
  };
  try {
    const { changed, tfjsNode } = await setupTensorflow(asked);
    const ray = options.sweeps === true ? await setupSweeps(asked) : undefined;
    const isNew = (wantsNotebooks && (await setUpNotebooks(project, line, signal))) || changed;
    const what = wantsNotebooks ? ['TensorFlow and notebooks', 'are'] : ['TensorFlow', 'is'];
    const text = isNew ? `${what[0]} ${what[1]} set up.\n` : `${what[0]} ${what[1]} already set up.\n`;
    if (!ray) return { data: { tfjsNode, changed: isNew }, text };
    const sweeps = `Ray ${ray.changed ? 'is set up' : 'is already set up'}, in ${ray.place}.\n`;
    return { data: { tfjsNode, changed: isNew, ray }, text: text + sweeps };
  } finally {
    line.clear();
  }
}

async function setUpNotebooks(project: string, line: ProgressLine, signal: AbortSignal): Promise<boolean> {
  const { setUpNotebooks: setUp } = (await import(
    pathToFileURL(path.join(packageFolder, 'jupyter', 'setup.mjs')).href
  )) as Notebooks;
  return await setUp({
    projectDirectory: project,
    signal,
    onProgress: (title, text, isDone) =>
      isDone ? line.line(`${title}: ${text}`) : line.update(`${title}: ${text}`),
  });
}
