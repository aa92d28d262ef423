// @ts-check
/** `npm start`: sets up the project, then executes notebooks headless (scripts/run-notebooks.ts). */

import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { lessonNames } from './lessons.mjs';
import { inProject } from './project.mjs';
import { setUp } from './setup.mjs';

const require = createRequire(import.meta.url);
/** @type {typeof import('../scripts/lessons/usage-error.cjs')} */
const { UsageError } = require('../scripts/lessons/usage-error.cjs');

const usage =
  () => `Execute all lessons and check their outputs. Writes the executed notebooks, their HTML pages, the models, the demo page
and results.json to build/. Existing results are only replaced by successful runs.

  npm start
  npm start -- [options] LESSON …              only these lessons: ${lessonNames()}
  npm start -- [options] notebook.ipynb …      other notebooks, checked the same way

Options
  --quick             smoke test in about two minutes, with small networks and short training
  --cell-seconds N    time limit per cell, in seconds (default: 900)
  --help              show help

Environment
  MNIST_LAB_PARAMETERS    lesson parameters as JSON, such as '{"epochs": 1}'; each lesson uses those that it has
  MNIST_LAB_BUILD         output folder (default: build)
  MNIST_LAB_BROWSER       browser for static charts, or none

Exit codes: 0 on success, 1 if a notebook failed, 2 for invalid arguments.
`;

/** @param {string[]} words */
function readOptions(words) {
  const { values, positionals } = parseWords(words);
  const cellSeconds = Number(values['cell-seconds']);
  if (!Number.isInteger(cellSeconds) || cellSeconds < 1)
    throw new UsageError(
      `--cell-seconds: expected a whole number of seconds but found "${values['cell-seconds']}".`,
    );
  return { quick: values.quick, cellSeconds, notebooks: positionals, help: values.help };
}

/** @param {string[]} words */
function parseWords(words) {
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        'cell-seconds': { type: 'string', default: '900' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    const [message] = /** @type {Error} */ (error).message.split('. ');
    throw new UsageError(`${message}.`);
  }
}

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(usage());
    return 0;
  }
  if (!(await setUp())) return 1;
  // Load tsx only now, because setup may just have installed it.
  require('tsx/cjs/api').register();
  /** @type {typeof import('../scripts/run-notebooks.js')} */
  const { runNotebooks } = require(inProject('scripts', 'run-notebooks.ts'));
  return runNotebooks(options);
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    const isUsage = error instanceof UsageError;
    const text = isUsage ? `${error.message}\nSee \`npm start -- --help\`.` : error.stack;
    process.stderr.write(`\n${text}\n`);
    process.exitCode = isUsage ? 2 : 1;
  },
);
