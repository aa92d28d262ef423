import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { isTensorflowReady } from '../../lib/src/setup/setup-tensorflow.js';
import { compileLibrary } from '../compile-library.js';
import { projectWithoutTensorflow } from '../setup/fresh-project.js';
import { startSetup } from '../setup/start-setup.js';
import { tries } from './report/fault-kinds.js';
import { canMount, smallDisk } from './small-disk.js';

beforeAll(compileLibrary);
afterEach(() => vi.unstubAllEnvs());

/** Fills a disk until only this many kilobytes are free. */
function fillUp(disk: string, left: number): string {
  const file = path.join(disk, 'others');
  // Files that setup writes at the same time may take some of the space.
  for (let attempt = 0; attempt < 20; attempt++) {
    const { bavail, bsize } = statfsSync(disk);
    const kilobytes = Math.floor((bavail * bsize) / 1000) - left;
    const { status } = spawnSync('fallocate', ['--length', `${Math.max(1, kilobytes)}kB`, file]);
    if (status === 0) break;
  }
  return file;
}

// Setup requires 2 GB to begin, so the test fills the disk while setup runs.
const moments = [
  ['creating a Python environment', 2_000],
  ['requesting tensorflow', 20_000],
  ['unpacking', 100_000],
  ['unpacking', 0],
  ['compiling with', 100],
  ['Self-test', 0],
] as const;

describe.skipIf(!canMount())('on a disk that becomes full', tries('fullDisksOfSetups'), () => {
  test.each(moments)(
    'during the step "%s" with %d kB left, setup succeeds or reports the full disk, and succeeds once there is space',
    { timeout: 600_000 },
    async (moment, kilobytes) => {
      // The disk has space for the existing files, and for the 2 GB that a second setup requires again.
      const disk = smallDisk(3_600_000);
      vi.stubEnv('TMPDIR', disk);
      const project = projectWithoutTensorflow();
      const setup = startSetup(project);
      await setup.wrote(moment);
      const others = fillUp(disk, kilobytes);
      const { code, output } = await setup.ended;
      if (code !== 0) {
        expect(output).toMatch(/the disk of ".*" is full\. Free some space/);
        expect(output).toContain(disk);
        expect(isTensorflowReady(project)).toBe(false);
      }
      rmSync(others);
      const again = await startSetup(project).ended;
      expect(again.code, again.output).toBe(0);
      expect(isTensorflowReady(project)).toBe(true);
      expect(readdirSync(path.join(project, 'node_modules', '.mnist-lab'))).toEqual(['lock']);
    },
  );
});
