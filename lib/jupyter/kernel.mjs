// @ts-check
/**
 * The program that Jupyter starts in a project with mnist-lab as a dependency. The clone uses
 * setup/kernel.mjs.
 */

import { startKernel } from './kernel/start.mjs';
import { projectAt } from './project.mjs';

await startKernel(projectAt(process.env.MNIST_LAB_PROJECT || process.cwd()));
