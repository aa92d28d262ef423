// @ts-check
/** TypeScript to JavaScript, cell by cell: tslab's converter, which here also says which line became which. */

import { createRequire, SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';
import { inProject } from '../project.mjs';
import { shareProjectPackages } from './packages.mjs';

/**
 * @typedef {import('tslab/dist/converter.js').Converter} Converter
 * @typedef {import('tslab/dist/converter.js').ConvertResult} ConvertResult
 * @typedef {import('./traceback.mjs').FindSource} FindSource
 * @typedef {typeof import('@tslab/typescript-for-tslab')} TypeScript
 */

const require = createRequire(inProject('package.json'));
const typescriptFile = createRequire(require.resolve('tslab/package.json')).resolve(
  '@tslab/typescript-for-tslab',
);
/** @type {TypeScript} */
const original = require(typescriptFile);

/** Source maps of what was compiled last, by the JavaScript: of the first of two steps, and of the second. @type {Map<string, string[]>} */
const maps = new Map();

/** What the oldest Node that is served brings along; tslab says ES2022. */
const lib = ['lib.es2023.d.ts', fileURLToPath(new URL('array-copies.d.ts', import.meta.url))];

/** tslab's own TypeScript, which keeps source maps where tslab throws them away. */
export const typescript = {
  ...original,
  /** @param {readonly string[]} files @param {object} options @param {unknown[]} rest */
  createWatchCompilerHost: (files, options, ...rest) =>
    // @ts-expect-error It has two forms, and this passes on whatever it is given.
    original.createWatchCompilerHost(files, { ...options, lib, inlineSourceMap: true }, ...rest),
  /** @param {string} code @param {import('@tslab/typescript-for-tslab').TranspileOptions} options */
  transpileModule(code, options) {
    const [comment, encoded] = /\n?\/\/# sourceMappingURL=data:[^,]*,(\S+)\s*$/.exec(code) ?? [''];
    const compilerOptions = { ...options.compilerOptions, sourceMap: true };
    const result = original.transpileModule(code.slice(0, code.length - comment.length), {
      ...options,
      compilerOptions,
    });
    const outputText = result.outputText.replace(/\/\/# sourceMappingURL=\S+\s*$/, '');
    if (encoded) maps.set(outputText, [String(Buffer.from(encoded, 'base64')), String(result.sourceMapText)]);
    return { ...result, outputText };
  },
};
/** @type {NodeJS.Module} */ (require.cache[typescriptFile]).exports = typescript;
shareProjectPackages(original.sys);

/** @returns {Converter} */
export function createCompiler() {
  return require('tslab/dist/converter.js').createConverter({ isJS: false, isBrowser: false });
}

/**
 * How to find the line that was typed from the line that runs. To be asked right after compiling.
 *
 * @param {string} javascript what the compiler made
 * @returns {FindSource}
 */
export function sourceFinder(javascript) {
  const [first, second] = maps.get(javascript) ?? [];
  maps.clear();
  return (line, column) => {
    if (!first || !second) return undefined;
    const between = entry(second, line - 1, column - 1);
    const typed = between && entry(first, between.originalLine, between.originalColumn);
    // tslab puts one line before the cell, so that counting from 0 there is counting from 1 in the cell.
    return typed && { line: typed.originalLine, column: typed.originalColumn + 1 };
  };
}

/** @param {string} map @param {number} line @param {number} column @returns {import('node:module').SourceMapping | undefined} */
function entry(map, line, column) {
  const found = new SourceMap(JSON.parse(map)).findEntry(line, column);
  return 'originalLine' in found ? found : undefined;
}
