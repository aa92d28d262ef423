// @ts-check
/** Stack traces for users: positions in the source code, without frames of the kernel. */

import { findSourceMap, SourceMap } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withoutScope } from './traceback.mjs';

const kernelFolder = path.dirname(fileURLToPath(import.meta.url));

/** Whether a frame belongs to the kernel. @param {string} place */
const isOfKernel = (place) =>
  place.includes(kernelFolder) ||
  /^(node:cell|node:vm|evalmachine)/.test(place) ||
  place.includes('node:internal/vm');

/**
 * Makes `error.stack` refer to source lines of cells and compiled files, and omit the kernel.
 *
 * @param {import('./traceback.mjs').Sources} sources
 */
export function cleanStackTraces(sources) {
  /** @param {NodeJS.CallSite} site */
  const describe = (site) => {
    const text = String(site);
    const file = site.getFileName() ?? '';
    const [line, column] = [site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0];
    const place = `${file}:${line}:${column}`;
    const own = sources.get(file);
    if (own) {
      const typed = own(line, column);
      return typed ? text.replace(place, `${file}:${typed.line}:${typed.column}`) : text;
    }
    const entry = findSourceMap(file)?.findEntry(line - 1, column - 1);
    if (!entry || !('originalLine' in entry) || entry.originalLine === undefined) return text;
    const source = entry.originalSource.startsWith('file:')
      ? fileURLToPath(entry.originalSource)
      : entry.originalSource;
    return text.replace(place, `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`);
  };

  Error.prepareStackTrace = (error, sites) => {
    const frames = sites.filter((site) => !isOfKernel(site.getFileName() ?? String(site))).map(describe);
    return withoutScope([heading(error), ...frames.map((frame) => `    at ${frame}`)].join('\n'));
  };
}

/**
 * Makes `toString()` of functions show variables of earlier cells by their names in the source, without the kernel's
 * scope object.
 */
export function cleanFunctionText() {
  const original = Function.prototype.toString;
  const replacement = {
    /** @this {Function} */
    toString() {
      return withoutScope(original.call(this === replacement.toString ? original : this));
    },
  };
  const { toString: value } = replacement;
  Object.defineProperty(Function.prototype, 'toString', { value, writable: true, configurable: true });
}

/** @param {unknown} error */
function heading(error) {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}

/**
 * Returns a function that maps a compiled position to its source position.
 *
 * @param {string} map a source map
 * @param {string} source the source code
 * @returns {import('./traceback.mjs').FindSource}
 */
export function sourceFinder(map, source) {
  /** @type {SourceMap | undefined} */
  let parsed;
  return (line, column) => {
    parsed ??= new SourceMap(JSON.parse(map));
    const found = parsed.findEntry(line - 1, column - 1);
    if (!('originalLine' in found) || found.originalLine === undefined) return undefined;
    // The position of a call is that of its name, or of the parenthesis after it if compilation replaced the
    // name. Return the position of the name in both cases.
    const before = source.split('\n')[found.originalLine]?.slice(0, found.originalColumn) ?? '';
    const name = /[\p{ID_Continue}$]+$/u.exec(before)?.[0] ?? '';
    return { line: found.originalLine + 1, column: found.originalColumn - name.length + 1 };
  };
}
