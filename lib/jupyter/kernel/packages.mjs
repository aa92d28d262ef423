// @ts-check
/**
 * A notebook finds packages as any program does, in the folders above it; one that lies outside the project finds
 * the project's packages after those.
 */

import { createRequire } from 'node:module';
import path from 'node:path';

/** @typedef {import('../project.mjs').Project} Project */

/**
 * Lets TypeScript see the project's packages in the last folder that it searches.
 *
 * @param {import('@tslab/typescript-for-tslab').System} sys
 * @param {Project} project
 */
export function shareProjectPackages(sys, project) {
  const projectPackages = project.inProject('node_modules');
  // Hardly ever a folder that is there.
  const lastPackages = path.join(path.parse(projectPackages).root, 'node_modules');
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

/** Lets a notebook outside the project read the project's datasets, instead of downloading them once more. @param {Project} project */
export function shareProjectData({ root, inProject }) {
  const isInside = !path.relative(root, process.cwd()).startsWith('..');
  if (!isInside) process.env.MNIST_LAB_DATA ??= inProject('data');
}

/**
 * `require` for files in a folder.
 *
 * @param {string} folder
 * @param {Project} project
 * @returns {(id: string) => unknown}
 */
export function createPackageRequire(folder, project) {
  const requireFromFolder = createRequire(path.join(folder, 'notebook.js'));
  return (id) => {
    // The kernel has loaded it already, and another would be connected to nothing.
    if (id === 'tslab') return project.require(id);
    const isProjects = !isFound(requireFromFolder, id) && !/^[./]/.test(id) && isFound(project.require, id);
    // Where neither has it, the error of the notebook's folder says more.
    return isProjects ? project.require(id) : requireFromFolder(id);
  };
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
