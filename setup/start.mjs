// @ts-check
/** `npm start`: makes the project ready, then executes notebooks headless (scripts/run-notebooks.ts). */

import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { lessonNames } from './lessons.mjs';
import { inProject } from './project.mjs';
import { setUp } from './setup.mjs';

const require = createRequire(import.meta.url);
/** @type {typeof import('../scripts/lessons/usage-error.cjs')} */
const { UsageError } = require('../scripts/lessons/usage-error.cjs');

const usage =
  () => `Executes all lessons from top to bottom, checks what they show, and leaves in build/ the notebooks, pages of
them, their models, a page to draw on, and results.json. What is there from before is replaced by what succeeded only.

  npm start
  npm start -- [options] LESSON …              some lessons only: ${lessonNames()}
  npm start -- [options] notebook.ipynb …      other notebooks, checked in the same way

Options
  --quick             the lessons in under a minute, with small networks that hardly train: to see that all works
  --cell-seconds N    a cell that takes longer than N seconds ends the run; 900 where this is left out
  --help              shows this

Environment
  MNIST_LAB_PARAMETERS    values for parameters of the lessons, such as '{"epochs": 1}'; each takes those that it knows
  MNIST_LAB_BUILD         another folder than build
  MNIST_LAB_BROWSER       a browser to draw still pictures with, or none

Exit code: 0 if all went well, 1 if a notebook failed, 2 if something was asked for that does not exist.
`;

/** @param {string[]} words */
function readOptions(words) {
  const { values, positionals } = parseWords(words);
  const cellSeconds = Number(values['cell-seconds']);
  if (!Number.isInteger(cellSeconds) || cellSeconds < 1)
    throw new UsageError(
      `--cell-seconds is "${values['cell-seconds']}", wanted is a whole number of seconds.`,
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
  // TypeScript can be read only now: what reads it may just have been installed.
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
    const text = isUsage ? `${error.message}\nnpm start -- --help tells more.` : error.stack;
    process.stderr.write(`\n${text}\n`);
    process.exitCode = isUsage ? 2 : 1;
  },
);
