// @ts-check
/** Errors as a reader of the notebook understands them: the message, and the lines of the cell and the library. */

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';

/**
 * @typedef {object} Report what the Jupyter protocol says of an error
 * @property {string} ename
 * @property {string} evalue
 * @property {string[]} traceback
 *
 * @typedef {import('./tslab.mjs').Diagnostic} Diagnostic
 * @typedef {(line: number, column: number) => { line: number, column: number } | undefined} FindSource
 */

/** Cells are named so in stack traces; the number is the one beside the cell. */
export const cellName = (/** @type {number} */ count) => `cell [${count}]`;

const kernelFolder = path.dirname(fileURLToPath(import.meta.url));
/** Frames of what runs the cell, which say nothing of what the cell did. @param {string} line */
function isInside(line) {
  if (/^\s+\.\.\. \d+ lines matching cause stack trace/.test(line)) return true;
  return /^\s+at /.test(line) && (/\bnode:/.test(line) || line.includes(kernelFolder));
}

/** A cell that was stopped by its reader. */
export class Interrupted extends Error {
  /** @override */
  name = 'Interrupted';
  constructor() {
    super('The cell was stopped. What it had started may still be under way.');
  }
}

/** A cell that TypeScript refuses. */
export class TypeScriptError extends Error {
  /** @override */
  name = 'TypeScriptError';

  /** @param {readonly Diagnostic[]} diagnostics @param {string} source of the cell */
  constructor(diagnostics, source) {
    super(diagnostics.map((diagnostic) => `${place(diagnostic)} ${diagnostic.messageText}`).join('\n'));
    this.diagnostics = diagnostics;
    this.source = source;
  }
}

/**
 * @param {unknown} error anything that was thrown
 * @param {ReadonlyMap<number, FindSource>} [sources] of the cells so far, to name lines as they were typed
 * @param {string} [root] the project's folder: paths in it are shortened
 * @returns {Report}
 */
export function describeError(error, sources = new Map(), root = '') {
  try {
    return describe(error, sources, root);
  } catch (problem) {
    // Whoever throws decides how it is shown, and may throw once more.
    const evalue = `What was thrown cannot be shown: ${problem instanceof Error ? problem.message : typeof problem}`;
    return { ename: 'Error', evalue, traceback: [`Error: ${evalue}`] };
  }
}

/** @param {unknown} error @param {ReadonlyMap<number, FindSource>} sources @param {string} root @returns {Report} */
function describe(error, sources, root) {
  if (error instanceof TypeScriptError)
    return {
      ename: error.name,
      evalue: error.message,
      traceback: error.diagnostics.flatMap(frame(error.source)),
    };
  if (error instanceof Interrupted)
    return { ename: error.name, evalue: error.message, traceback: [`${error.name}: ${error.message}`] };
  const text = inspect(error);
  const traceback = withoutInside(text.split('\n')).map((line) =>
    withoutProject(withSources(line, sources), root),
  );
  if (error instanceof Error || isErrorLike(error))
    return { ename: String(error.name), evalue: String(error.message), traceback };
  // It has no lines that say where it comes from.
  const ename = `Thrown ${error === null ? 'null' : typeof error}`;
  return { ename, evalue: text, traceback: [`${ename}: ${text}`] };
}

/** @param {readonly string[]} lines */
function withoutInside(lines) {
  /** @type {string[]} */
  const kept = [];
  for (const line of lines) {
    if (!isInside(line)) kept.push(line.replace('at Proxy.', 'at '));
    // The last frame opens the list of what else the error carries.
    else if (line.endsWith(' {')) kept.push(`${kept.pop() ?? ''} {`);
  }
  return kept;
}

/** Errors of other realms are no instances of this one's. @param {unknown} value @returns {value is Error} */
function isErrorLike(value) {
  return Object.prototype.toString.call(value) === '[object Error]';
}

/** @param {string} line @param {ReadonlyMap<number, FindSource>} sources */
function withSources(line, sources) {
  return line.replace(/cell \[(\d+)\]:(\d+):(\d+)/g, (compiled, count, row, column) => {
    const found = sources.get(Number(count))?.(Number(row), Number(column));
    return found ? `${cellName(Number(count))}:${found.line}:${found.column}` : compiled;
  });
}

/** A path in the project is short, and the same on every machine. @param {string} line @param {string} root */
function withoutProject(line, root) {
  return root ? line.replaceAll(root + path.sep, '') : line;
}

/** @param {Diagnostic} diagnostic */
function place({ fileName, start }) {
  return `${fileName ? `${fileName}:` : ''}${start.line + 1}:${start.character + 1}`;
}

/** The message, and the line it is about with a mark below. @param {string} source */
const frame = (source) => (/** @type {Diagnostic} */ diagnostic) => {
  const { messageText, fileName, start, end, code } = diagnostic;
  const lines = [`${place(diagnostic)} ${messageText}`, ...hint(code)];
  const line = fileName ? undefined : source.split('\n')[start.line];
  if (line === undefined || line.trim() === '') return lines;
  const length =
    end.line === start.line ? Math.max(1, end.character - start.character) : line.length - start.character;
  const number = String(start.line + 1);
  const indent = ' '.repeat(number.length);
  return [
    ...lines,
    `  ${number} | ${line}`,
    `  ${indent} | ${' '.repeat(start.character)}${'^'.repeat(length)}`,
  ];
};

/** @param {number} code of TypeScript */
function hint(code) {
  const cannotFindName = [2304, 2552];
  return cannotFindName.includes(code) ? ['If an earlier cell declares it, run that cell first.'] : [];
}
