// @ts-check
/**
 * The program that Jupyter starts in this clone: compiles what has changed in the library, then runs the kernel.
 *
 * So an author edits `lib/src`, restarts the kernel, and sees the change. If the library does not compile, the first
 * cell that runs says so, and the kernel uses what was compiled last.
 */

import { startKernel } from '#jupyter/kernel/start';
import { project } from './project.mjs';
import { compileNow } from './steps/library.mjs';

await startKernel(project, () => {
  const errors = compileNow();
  return (
    errors &&
    `The library in lib/src does not compile. The kernel uses the last version that did.\n${errors}\n`
  );
});
