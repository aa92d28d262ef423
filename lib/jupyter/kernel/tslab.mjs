// @ts-check
/** The only file that uses tslab, for its TypeScript, which compiles cells, and its display module. */

import { createRequire } from 'node:module';

/**
 * @typedef {typeof import('@tslab/typescript-for-tslab')} TypeScript
 * @typedef {import('../project.mjs').Project} Project
 */

/**
 * TypeScript 5.0, from tslab.
 *
 * @param {Project} project
 * @returns {TypeScript}
 */
export function loadTypeScript({ require }) {
  return createRequire(require.resolve('tslab/package.json'))('@tslab/typescript-for-tslab');
}

/**
 * The name in a comment `@module name` at the start of a cell, which makes the cell a module that other cells
 * can import.
 *
 * @param {Project} project
 * @param {string} code
 * @returns {string | undefined}
 */
export function moduleNameOf({ require }, code) {
  if (!code.includes('@module')) return undefined;
  return /** @type {typeof import('tslab/dist/metadata.js')} */ (
    require('tslab/dist/metadata.js')
  ).getCodeMetadata(code).module;
}

/**
 * The package `tslab` for cells that import it, connected to this kernel.
 *
 * @param {Project} project
 * @param {import('#kernel-contract').Kernel['display']} display
 */
export function connectTslab({ require }, display) {
  require('tslab/dist/jupyter').lastWriteDisplayData = display;
  return require('tslab');
}
