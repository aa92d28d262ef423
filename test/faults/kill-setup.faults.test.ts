import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createRandom } from 'mnist-lab';
import { beforeAll, expect, test } from 'vitest';
import { isTensorflowReady } from '../../lib/src/setup/setup-tensorflow.js';
import { compileLibrary } from '../compile-library.js';
import { projectWithoutTensorflow } from '../setup/fresh-project.js';
import { startSetup } from '../setup/start-setup.js';
import { faultCases } from './fault-cases.js';
import { tries } from './report/fault-kinds.js';

const kills = faultCases(20);

beforeAll(compileLibrary);

/** Finishes the work of killed setups. @returns The time in milliseconds. */
async function finish(project: string): Promise<number> {
  const began = performance.now();
  const { code, output } = await startSetup(project).ended;
  expect(code, output).toBe(0);
  expect(isTensorflowReady(project)).toBe(true);
  expect(readdirSync(path.join(project, 'node_modules', '.mnist-lab'))).toEqual(['lock']);
  return performance.now() - began;
}

test(`after ${kills} kills of mnist-lab setup at random moments, up to five in a row, the next setup succeeds and leaves no temporary files`, {
  timeout: 3_600_000,
  ...tries('killedSetups', kills),
}, async () => {
  const random = createRandom(5);
  const duration = await finish(projectWithoutTensorflow());
  let project = projectWithoutTensorflow();
  for (let kill = 0; kill < kills; ) {
    const setup = startSetup(project);
    const isOver = await Promise.race([setTimeout(random.next() * duration), setup.ended]);
    if (isOver === undefined) {
      await setup.kill();
      kill++;
    }
    if (kill % 5 !== 0 && isOver === undefined) continue;
    await finish(project);
    project = projectWithoutTensorflow();
  }
});
