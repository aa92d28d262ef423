/**
 * Executes the notebooks headless and leaves under build/ what they make: `npm start`.
 *
 *     tsx scripts/run-notebooks.ts [--cell-seconds 900] [--only mnist]
 */

import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { LessonResult } from '../lib/src/notebook/project.js';
import { tableLines } from '../lib/src/text/table-lines.js';
import { writeDrawPage } from './lessons/draw-page.js';
import { executeNotebook } from './lessons/execute.js';
import { describeProblems, type Problem } from './lessons/problem.js';
import { buildFolder, built, committed, type Lesson, lessons, root } from './lessons/project.js';
import { createReporter } from './lessons/reporter.js';
import { writeReport } from './report/report.js';

const { values: given } = parseArgs({
  options: { 'cell-seconds': { type: 'string', default: '900' }, only: { type: 'string' } },
});
const cellSeconds = Number(given['cell-seconds']);
const chosen = lessons.filter(({ dataset }) => !given.only || dataset === given.only);
const resultsFile = path.join(buildFolder, 'results.json');

if (!Number.isInteger(cellSeconds) || cellSeconds < 1) {
  fail(`Expected --cell-seconds to be a whole number of seconds but found "${given['cell-seconds']}".`);
}
if (chosen.length === 0) {
  fail(
    `Expected --only to be one of ${lessons.map(({ dataset }) => dataset).join(', ')} but found "${given.only}".`,
  );
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function readResults(): Record<string, LessonResult> {
  return existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, 'utf8')) : {};
}

/** What an earlier run found must not be taken for what this one finds. */
function forgetResults(): void {
  const kept = Object.entries(readResults()).filter(
    ([name]) => !chosen.some(({ dataset }) => dataset === name),
  );
  if (existsSync(resultsFile))
    writeFileSync(resultsFile, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
  for (const { model } of chosen)
    rmSync(path.join(buildFolder, 'models', model), { recursive: true, force: true });
}

/** What a run must leave besides its outputs. */
function checkLeft({ dataset, model }: Lesson): Problem[] {
  const problems: Problem[] = [];
  if (!readResults()[dataset]) {
    problems.push({
      kind: 'nothing left',
      message: `No result was recorded: the notebook should call recordResults('${dataset}', …).`,
    });
  }
  if (!existsSync(path.join(buildFolder, 'models', model, 'model.json'))) {
    problems.push({
      kind: 'nothing left',
      message: `No model was saved: the notebook should save it to buildPath('models', '${model}').`,
    });
  }
  return problems;
}

async function runLesson(lesson: Lesson): Promise<{ row: string[]; problems: Problem[] }> {
  const started = performance.now();
  const reporter = createReporter(lesson.file);
  const { problems } = await executeNotebook(committed(lesson), built(lesson), {
    cellSeconds,
    environment: { MNIST_LAB_BUILD: buildFolder },
    onCell: reporter.cell,
  });
  problems.push(...(problems.length === 0 ? checkLeft(lesson) : []));
  const report = built(lesson).replace(/ipynb$/, 'html');
  await writeReport(built(lesson), report);
  const seconds = (performance.now() - started) / 1000;
  reporter.end(`${problems.length === 0 ? 'done' : 'FAILED'} in ${seconds.toFixed(1)} s`);
  process.stdout.write(`  ${path.relative(root, report)} (${(statSync(report).size / 1e6).toFixed(1)} MB)\n`);
  return { row: resultRow(lesson.dataset, seconds), problems };
}

function resultRow(dataset: string, seconds: number): string[] {
  const result = readResults()[dataset];
  const total = `${seconds.toFixed(1)} s`;
  if (!result) return [dataset, '–', '–', '–', '–', '–', total];
  return [
    dataset,
    `${(100 * result.testAccuracy).toFixed(2)} %`,
    result.testLoss.toFixed(4),
    String(result.epochs),
    result.parameters.toLocaleString('en-US'),
    `${result.trainSeconds.toFixed(1)} s`,
    total,
  ];
}

async function main(): Promise<void> {
  forgetResults();
  const rows: string[][] = [];
  const failures: string[] = [];
  for (const lesson of chosen) {
    const { row, problems } = await runLesson(lesson);
    rows.push(row);
    if (problems.length > 0) failures.push(describeProblems(lesson.file, problems));
  }
  const page = failures.length === 0 ? await writeDrawPage() : undefined;
  if (page)
    process.stdout.write(`${path.relative(root, page)} (${(statSync(page).size / 1e6).toFixed(1)} MB)\n`);
  const head = ['dataset', 'test accuracy', 'test loss', 'epochs', 'parameters', 'training', 'notebook'];
  const table = tableLines(rows, { head, right: (column) => column > 0 });
  process.stdout.write(`\n${table.join('\n')}\n`);
  if (failures.length > 0) fail(`\n${failures.join('\n\n')}`);
}

main().catch((error) => fail(String(error instanceof Error ? error.stack : error)));
