// @ts-check
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * The project whose notebooks are run: this repository's clone, or any project that has installed mnist-lab.
 *
 * @param {string} root the folder of its package.json, absolute
 */
export function projectAt(root) {
  /** @param {string[]} parts */
  const inProject = (...parts) => path.join(root, ...parts);
  return {
    root,
    inProject,
    /** `require` as the project's own programs have it. */
    require: createRequire(inProject('package.json')),
    /** The files that a setup is working on; removed when it begins and when it ends. */
    workFolder: inProject('.setup', 'work'),
    /** The Python of the virtual environment, once there is one. */
    venvPython: inProject('.venv', 'bin', 'python'),
  };
}

/** @typedef {ReturnType<typeof projectAt>} Project */
