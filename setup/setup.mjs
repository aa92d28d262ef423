// @ts-check
/**
 * Makes this project ready: `npm run setup`, and first of all in `npm start`, `npm test` and `npm run lab`.
 *
 * Plain Node without dependencies, because it installs them. What is there already is kept; a step that was
 * interrupted is done again; two at once do not harm each other.
 */

import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { kernelStep, pythonStep } from '#jupyter/setup';
import locks from '#plain/lock';
import machine from '#plain/machine';
import requirements from '#plain/requirements';
import { inProject, project, root, workFolder } from './project.mjs';
import { Report } from './report.mjs';
import { datasets, tensorflow } from './steps/commands.mjs';
import { library } from './steps/library.mjs';
import { nodeModules } from './steps/node-modules.mjs';

/** @typedef {import('#jupyter/setup').Step} Step */

const jupyter = pythonStep(project);
const kernel = kernelStep(project, inProject('setup', 'kernel.mjs'));

/**
 * Each step with those it builds on; what does not build on another runs beside it.
 *
 * @type {[Step, Step[]][]}
 */
const plan = [
  [nodeModules, []],
  [jupyter, []],
  [library, [nodeModules]],
  [tensorflow, [library]],
  [datasets, [library]],
  [kernel, [library, jupyter]],
];

const openSteps = () => plan.map(([step]) => step).filter((step) => !step.isDone());

/**
 * Runs what is open, each step as soon as those it builds on are done.
 *
 * @param {Omit<import('#jupyter/setup').Tools, 'progress' | 'signal'>} tools
 * @param {Report} report
 */
async function runPlan(tools, report) {
  const failure = new AbortController();
  /** @type {Map<Step, Promise<void>>} */
  const running = new Map();
  for (const [step, needed] of plan) {
    const ready = Promise.all(needed.map((other) => running.get(other)));
    const run = ready.then(async () => {
      if (failure.signal.aborted || step.isDone()) return;
      report.start(step.title, 'starting');
      const progress = (/** @type {string} */ text) => report.update(step.title, text);
      report.done(step.title, await step.run({ ...tools, signal: failure.signal, progress }));
    });
    running.set(step, run);
    // The others are stopped, so that what failed is the last thing on the screen.
    run.catch((error) => failure.abort(error));
  }
  await Promise.allSettled(running.values());
  if (failure.signal.aborted) throw failure.signal.reason;
}

async function main() {
  const start = performance.now();
  const seconds = () => ((performance.now() - start) / 1000).toFixed(1);
  const report = new Report();
  const open = openSteps();
  if (open.length === 0) {
    report.line(`Setup is complete (checked in ${seconds()} s).`);
    return;
  }
  const room = open.reduce((sum, step) => sum + step.room, 0);
  const python = requirements.requireMachine(root, room).executable;
  const lock = await locks.acquireLock(inProject('.setup', 'lock'), {
    python,
    onWait: (holder) =>
      report.line(`Another setup (${holder}) is running in this folder. Waiting for it to finish.`),
  });
  const clear = () => fs.rmSync(workFolder, { recursive: true, force: true, maxRetries: 5 });
  try {
    clear();
    fs.mkdirSync(workFolder, { recursive: true });
    await runPlan({ python, lock: lock.descriptor }, report);
    report.line(`Setup is complete (${seconds()} s).`);
  } catch (error) {
    throw machine.explainFullDisk(error, root);
  } finally {
    report.stop();
    clear();
    lock.release();
  }
}

/**
 * Makes the project ready, or says why it cannot.
 *
 * @returns {Promise<boolean>} whether it is ready
 */
export async function setUp() {
  try {
    await main();
    return true;
  } catch (error) {
    process.stderr.write(`\n${/** @type {Error} */ (error).message}\n`);
    return false;
  }
}

if (process.argv[1] && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = (await setUp()) ? 0 : 1;
}
