// @ts-check
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * The project whose notebooks are run: a clone of this repository, or any project with mnist-lab as a
 * dependency.
 *
 * @param {string} root the folder of its package.json, absolute
 */
export function projectAt(root) {
  /** @param {string[]} parts */
  const inProject = (...parts) => path.join(root, ...parts);
  return {
    root,
    inProject,
    /** `require` as in the project's own programs. */
    require: createRequire(inProject('package.json')),
    /** Temporary files of a setup, removed when it starts and when it ends. */
    workFolder: inProject('.setup', 'work'),
    /** The Python of the virtual environment, which may not exist yet. */
    venvPython: inProject('.venv', 'bin', 'python'),
  };
}

/** @typedef {ReturnType<typeof projectAt>} Project */
