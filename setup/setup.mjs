// @ts-check
/**
 * Sets up this project: `npm run setup`, also run by `npm start`, `npm test` and `npm run lab`.
 *
 * This program is plain Node without dependencies, because it installs the dependencies. Completed steps are
 * skipped and interrupted ones repeated. Concurrent setups wait for each other.
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
 * Each step with its dependencies. Independent steps run concurrently.
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
 * Runs the incomplete steps, each as soon as its dependencies are complete.
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
    // Stop the other steps, so that the failure is the last message on the screen.
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
 * Sets up the project, or reports why it cannot.
 *
 * @returns {Promise<boolean>} whether it succeeded
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
