// @ts-check
/**
 * A notebook resolves packages like any program, in the folders above it. A notebook outside the project
 * falls back to the project's packages.
 */

import { createRequire } from 'node:module';
import path from 'node:path';
import { isPlotly, plotly } from './plotly.mjs';

/** @typedef {import('../project.mjs').Project} Project */

/**
 * Makes TypeScript find the project's packages in the last folder that it searches.
 *
 * @param {import('@tslab/typescript-for-tslab').System} sys
 * @param {Project} project
 */
export function shareProjectPackages(sys, project) {
  const projectPackages = project.inProject('node_modules');
  // TypeScript searches this folder last. As it hardly ever exists, it can stand for the project's packages.
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
  // TypeScript identifies a package by its real path, so return the path inside the project.
  sys.realpath = (file) => realpath?.(placeOf(file)) ?? placeOf(file);
}

/**
 * Lets a notebook outside the project use the project's datasets instead of downloading them again.
 * @param {Project} project
 */
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
    // Always use the project's tslab, which is connected to the kernel. A second copy would not be.
    if (id === 'tslab') return project.require(id);
    if (isPlotly(id)) return plotly;
    const isProjects = !isFound(requireFromFolder, id) && !/^[./]/.test(id) && isFound(project.require, id);
    // If neither the notebook's folder nor the project has the package, the error for the notebook's folder
    // is more helpful.
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
