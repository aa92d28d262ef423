// @ts-check
/**
 * A notebook finds packages as any program does, in the folders above it; one that lies outside the project finds
 * the project's packages after those.
 */

import { createRequire } from 'node:module';
import path from 'node:path';
import { inProject } from '../project.mjs';

const projectPackages = inProject('node_modules');
/** The last folder that is searched for packages, and hardly ever one that is there. */
const lastPackages = path.join(path.parse(projectPackages).root, 'node_modules');

/**
 * Lets TypeScript see the project's packages in the last folder that it searches.
 *
 * @param {import('@tslab/typescript-for-tslab').System} sys
 */
export function shareProjectPackages(sys) {
  const { fileExists, directoryExists, readFile, getDirectories, realpath } = sys;
  /** @param {string} file */
  const placeOf = (file) => {
    if (file !== lastPackages && !file.startsWith(lastPackages + path.sep)) return file;
    if (fileExists(file) || directoryExists(file)) return file;
    return projectPackages + file.slice(lastPackages.length);
  };
  sys.fileExists = (file) => fileExists(placeOf(file));
  sys.directoryExists = (folder) => directoryExists(placeOf(folder));
  sys.readFile = (file, encoding) => readFile(placeOf(file), encoding);
  sys.getDirectories = (folder) => getDirectories(placeOf(folder));
  // A package is known by its real place, as it is everywhere else.
  sys.realpath = (file) => realpath?.(placeOf(file)) ?? placeOf(file);
}

/** Lets a notebook outside the project read the project's datasets, instead of downloading them once more. */
export function shareProjectData() {
  const isInside = !path.relative(inProject(), process.cwd()).startsWith('..');
  if (!isInside) process.env.MNIST_LAB_DATA ??= inProject('data');
}

const requireFromProject = createRequire(inProject('package.json'));

/**
 * `require` for files in a folder.
 *
 * @param {string} folder
 * @returns {(id: string) => unknown}
 */
export function createPackageRequire(folder) {
  const requireFromFolder = createRequire(path.join(folder, 'notebook.js'));
  return (id) => {
    // The kernel has loaded it already, and another would be connected to nothing.
    if (id === 'tslab') return requireFromProject(id);
    return isFound(requireFromFolder, id) ? requireFromFolder(id) : requireFromOutside(requireFromFolder, id);
  };
}

/** @param {NodeJS.Require} requireFromFolder @param {string} id */
function requireFromOutside(requireFromFolder, id) {
  // The error of the folder that was meant to have it says more.
  return isFound(requireFromProject, id) && !/^[./]/.test(id)
    ? requireFromProject(id)
    : requireFromFolder(id);
}

/** @param {NodeJS.Require} require @param {string} id */
function isFound(require, id) {
  try {
    require.resolve(id);
    return true;
  } catch {
    return false;
  }
}
