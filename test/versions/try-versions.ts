/**
 * Sets the project up with every available version of Node and Python, runs a notebook, trains for an epoch and
 * classifies an image. Writes the results to test/RELIABILITY.md.
 *
 *   npm run test:versions
 */

import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writeNotebook } from '../../scripts/lessons/notebook.js';
import { root } from '../../scripts/lessons/project.js';
import { fromMarkdown } from '../../scripts/notebook-markdown.js';
import { renewSection, whenAndWhere } from '../faults/report/reliability-page.js';
import { strokePicture } from '../images/stroke.js';
import { findPythons, type Interpreter, installNodes } from './interpreters.js';

const steps = ['set-up', 'notebook', 'one epoch', 'predict'] as const;

const notebook = `
\`\`\`ts
import { createDigitModel } from 'mnist-lab';
createDigitModel().countParams()
\`\`\`
`;

/** A copy of the project's files, with its packages, which are the same for every version. */
function copyProject(folder: string): string {
  const copy = path.join(folder, 'project');
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter(Boolean);
  for (const file of files) cpSync(path.join(root, file), path.join(copy, file));
  for (const modules of ['node_modules', 'lib/node_modules', 'docs/node_modules'])
    spawnSync('cp', ['-al', path.join(root, modules), path.join(copy, modules)]);
  mkdirSync(path.join(copy, 'build'));
  writeNotebook(path.join(copy, 'build', 'small.ipynb'), fromMarkdown(notebook));
  return copy;
}

/** The command of a step. */
function commandOf(step: (typeof steps)[number], node: string): readonly string[] {
  const command = [node, 'lib/bin/mnist-lab.js'];
  switch (step) {
    case 'set-up':
      return [node, 'setup/setup.mjs'];
    case 'notebook':
      return [node, 'setup/start.mjs', 'build/small.ipynb'];
    case 'one epoch':
      return [...command, 'train', 'mnist', '--epochs', '1', '--hidden-units', '64', '-o', 'build/model'];
    case 'predict':
      return [...command, 'predict', 'build/model', 'build/one.png'];
  }
}

/** Runs all steps with one version. @returns The result of each. */
function tryVersion(project: string, { program, file, version }: Interpreter): string[] {
  const node = program === 'Node' ? file : process.execPath;
  const env = {
    ...process.env,
    CI: 'true',
    MNIST_LAB_DATA: process.env.MNIST_LAB_DATA || path.join(root, 'data'),
    PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}`,
    ...(program === 'Python' ? { MNIST_LAB_PYTHON: file } : {}),
  };
  // Each Python gets a Python environment of its own. The versions of Node share one.
  if (program === 'Python') rmSync(path.join(project, '.venv'), { recursive: true, force: true });
  return steps.map((step) => {
    const [name, ...words] = commandOf(step, node);
    const { status, stdout, stderr } = spawnSync(name!, words, { cwd: project, env, encoding: 'utf8' });
    console.log(`${program} ${version}: ${step} ended with ${status}`);
    if (status === 0) return 'works';
    console.error(stdout + stderr);
    process.exitCode = 1;
    return 'fails';
  });
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mnist-lab-versions-'));
  try {
    const project = copyProject(folder);
    writeFileSync(path.join(project, 'build', 'one.png'), await strokePicture(100).png().toBuffer());
    const interpreters = [...installNodes(folder), ...findPythons()];
    const rows = interpreters.map(
      (each) => `| ${each.program} ${each.version} | ${tryVersion(project, each).join(' | ')} |`,
    );
    const head = [`| version | ${steps.join(' | ')} |`, `| --- ${'| --- '.repeat(steps.length)}|`];
    renewSection('versions', () => [`${whenAndWhere()}:`, '', ...head, ...rows].join('\n'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: Error) => {
  console.error(error);
  process.exitCode = 1;
});
