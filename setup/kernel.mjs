// @ts-check
/**
 * The program that Jupyter starts in this clone: compiles changed files of the library, then runs the kernel.
 *
 * So changes to `lib/src` take effect when you restart the kernel. If the library does not compile, the first
 * cell reports the errors, and the kernel uses the last compiled version.
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
