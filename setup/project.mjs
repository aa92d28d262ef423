// @ts-check
/** Where things are in this project. */

import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** @param {string[]} parts */
export const inProject = (...parts) => path.join(root, ...parts);

/** What the kernel is told besides, by its environment. @type {Readonly<Record<string, string>>} */
export const kernelEnvironment = {};

/** What the set-up is working on; removed when it begins and when it ends. */
export const workFolder = inProject('.setup', 'work');

/** The Python of the virtual environment, once there is one. */
export const venvPython = inProject('.venv', 'bin', 'python');
