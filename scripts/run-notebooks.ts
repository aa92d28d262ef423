/** Executes notebooks headless and writes their results to build/: `npm start` (setup/start.mjs). */

import { existsSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { LessonResult } from '../lib/src/notebook/project.js';
import { tableLines } from '../lib/src/text/format.js';
import { endTogether } from './lessons/end-together.js';
import { executeNotebook } from './lessons/execute.js';
import { readNotebook } from './lessons/notebook.js';
import { mendLinks, noteValues, pageOf, writePages } from './lessons/pages.js';
import { describeProblems, isWarning, type Problem } from './lessons/problem.js';
import { buildFolder, root } from './lessons/project.js';
import { cellRecords, createReporter } from './lessons/reporter.js';
import { Staging } from './lessons/staging.js';
import { planTasks, type StartOptions, type Task } from './lessons/task.js';

/** Folder for the results of failed notebooks. */
const failedFolder = path.join(buildFolder, 'failed');

interface Outcome {
  readonly row: readonly string[];
  readonly problems: readonly Problem[];
  readonly isUndrawn: boolean;
}

/** Shown if no browser was found (not shown with MNIST_LAB_BROWSER=none). */
const undrawnNote =
  'Charts have no PNG, because no browser was found. They are visible in JupyterLab and on the pages above, but not in ' +
  'viewers that run no scripts, such as GitHub. Install Chrome, Chromium or Edge.';

/** Executes the notebooks, one after the other, and reports the results. @returns the exit code. */
export async function runNotebooks(options: StartOptions): Promise<number> {
  const tasks = await planTasks(options);
  rmSync(failedFolder, { recursive: true, force: true, maxRetries: 5 });
  const outcomes: Outcome[] = [];
  for (const task of tasks) outcomes.push(await runTask(task, options.cellSeconds));
  const done = tasks.filter((_, at) => outcomes[at]!.problems.every(isWarning));
  for (const { target } of done) mendLinks(target, buildFolder);
  if (done.some(({ lesson }) => lesson)) {
    // Loaded here because the library loads TensorFlow, which a run that fails earlier does not need.
    const { writeDemoPage } = await import('mnist-lab/notebook');
    sayFile(await writeDemoPage(buildFolder));
  }
  const columns = [
    'notebook',
    'test accuracy',
    'test loss',
    'epochs',
    'parameters',
    'training time',
    'total time',
  ];
  const rows = outcomes.map(({ row }) => row);
  const lines = tableLines(rows, { head: columns, right: (column) => column > 0 });
  process.stdout.write(`\n${lines.join('\n')}\n`);
  if (outcomes.some(({ isUndrawn }) => isUndrawn) && process.env.MNIST_LAB_BROWSER !== 'none')
    process.stdout.write(`\n${undrawnNote}\n`);
  for (const [at, { problems }] of outcomes.entries()) {
    if (problems.length === 0) continue;
    const mark = problems.every(isWarning) ? 'Warning: ' : '';
    const described = describeProblems(path.relative('notebooks', tasks[at]!.target), problems);
    process.stderr.write(`\n${mark}${described}\n`);
  }
  return done.length < tasks.length ? 1 : 0;
}

async function runTask(task: Task, cellSeconds: number): Promise<Outcome> {
  const started = performance.now();
  const staging = new Staging(buildFolder);
  const release = endTogether(() => staging.remove());
  try {
    // Recorded durations are valid only for the notebook's own parameters.
    const isAsRecorded = Object.keys(task.values).length === 0;
    const reporter = createReporter(
      path.relative('notebooks', task.target),
      isAsRecorded ? cellRecords(readNotebook(task.source)) : undefined,
    );
    const { notebook, problems, isUndrawn } = await executeNotebook(task.source, staging.path(task.target), {
      cellSeconds,
      environment: {
        MNIST_LAB_BUILD: staging.folder,
        MNIST_LAB_PARAMETERS: Object.keys(task.values).length > 0 ? JSON.stringify(task.values) : '',
      },
      onCell: reporter.cell,
      onTraining: reporter.training,
    });
    if (problems.every(isWarning)) problems.push(...checkLeft(task, staging));
    const isWhole = problems.every(isWarning);
    const build = isWhole ? buildFolder : failedFolder;
    const { source, target, values } = task;
    await writePages(noteValues(notebook, values), { source, target, written: staging.folder, build });
    const seconds = (performance.now() - started) / 1000;
    const result = task.lesson && staging.results()[task.lesson.dataset];
    // The demo page is written later, from the models of all lessons.
    if (task.lesson) staging.drop('draw.html');
    if (isWhole) staging.publish();
    else staging.putAside(build);
    reporter.end(`${isWhole ? 'done' : 'FAILED'} in ${seconds.toFixed(1)} s`);
    sayFile(path.join(build, pageOf(target)));
    if (!isWhole) process.stdout.write('  Earlier results in the build folder were kept.\n');
    return { row: resultRow(path.basename(task.target, '.ipynb'), result, seconds), problems, isUndrawn };
  } finally {
    staging.remove();
    release();
  }
}

/** Checks that a lesson has recorded its result and saved its model. */
function checkLeft({ lesson }: Task, staging: Staging): Problem[] {
  if (!lesson) return [];
  const problems: Problem[] = [];
  const lacking = (message: string) => problems.push({ kind: 'nothing left', message });
  if (!staging.results()[lesson.dataset])
    lacking(`No result was recorded: the notebook should call recordLesson(${lesson.name}, …).`);
  if (!existsSync(staging.path('models', lesson.modelName, 'model.json')))
    lacking(
      `No model was saved: the notebook should save it to buildPath('models', ${lesson.name}.modelName).`,
    );
  return problems;
}

function resultRow(name: string, result: LessonResult | undefined, seconds: number): readonly string[] {
  const total = `${seconds.toFixed(1)} s`;
  if (!result) return [name, '–', '–', '–', '–', '–', total];
  return [
    name,
    `${(100 * result.testAccuracy).toFixed(2)}%`,
    result.testLoss.toFixed(4),
    String(result.epochs),
    result.parameters.toLocaleString('en-US'),
    `${result.trainSeconds.toFixed(1)} s`,
    total,
  ];
}

function sayFile(file: string): void {
  const size = `${(statSync(file).size / 1e6).toFixed(1)} MB`;
  process.stdout.write(`  ${path.relative(root, file)} (${size})\n`);
}
