// @ts-check
/** Errors as shown to users: the message, and the lines of the cell and the library. */

import path from 'node:path';
import { inspect } from 'node:util';

/**
 * @typedef {object} Report content of an error in the Jupyter protocol
 * @property {string} ename
 * @property {string} evalue
 * @property {string[]} traceback
 *
 * @typedef {import('./cell-program.mjs').Diagnostic} Diagnostic
 *
 * @typedef {(line: number, column: number) => { line: number, column: number } | undefined} FindSource both from 1
 * @typedef {Map<string, FindSource>} Sources maps positions to the source, by the name of a cell or file
 */

/** Name of a cell in stack traces, with its execution number. */
export const cellName = (/** @type {number} */ count) => `cell [${count}]`;

/** Whether a stack frame is internal to Node, which does not help users. @param {string} line */
function isInside(line) {
  if (/^\s+\.\.\. \d+ lines matching cause stack trace/.test(line)) return true;
  return /^\s+at /.test(line) && /\bnode:/.test(line);
}

/**
 * A message without the internal names by which compiled cells read variables and imports.
 * @param {string} text
 */
export function withoutScope(text) {
  const called = /\(0 ?, \$cell\$*\d*\.([^\s)]+)\)/g;
  return text.replace(called, '$1').replace(/\$cell\$*\d*\.(?=[\p{ID_Start}$_])/gu, '');
}

/** Thrown if the user stops a cell. */
export class Interrupted extends Error {
  /** @override */
  name = 'Interrupted';
  constructor() {
    super('The cell was stopped. Work that it started may still be running.');
  }
}

/** Thrown if a cell is too large or too deeply nested to compile or run. */
export class TooMuchCodeError extends Error {
  /** @override */
  name = 'TooMuchCodeError';
}

/** Thrown if a cell has type or syntax errors. */
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
 * @param {unknown} error any thrown value
 * @param {string} [root] the project's folder: paths in it are shortened
 * @returns {Report}
 */
export function describeError(error, root = '') {
  try {
    return describe(error, root);
  } catch (problem) {
    // A thrown value controls how it is formatted, and may throw again.
    const evalue = `The thrown value cannot be formatted: ${problem instanceof Error ? problem.message : typeof problem}`;
    return { ename: 'Error', evalue, traceback: [`Error: ${evalue}`] };
  }
}

/** @param {unknown} error @param {string} root @returns {Report} */
function describe(error, root) {
  if (error instanceof TypeScriptError)
    return {
      ename: error.name,
      evalue: error.message,
      traceback: error.diagnostics.flatMap(frame(error.source)),
    };
  if (error instanceof Interrupted || error instanceof TooMuchCodeError)
    return { ename: error.name, evalue: error.message, traceback: [`${error.name}: ${error.message}`] };
  const text = inspect(error);
  const traceback = withoutInside(text.split('\n')).map((line) => withoutScope(withoutProject(line, root)));
  if (error instanceof Error || isErrorLike(error))
    return { ename: String(error.name), evalue: withoutScope(String(error.message)), traceback };
  // A value that is not an error has no stack.
  const ename = `Thrown ${error === null ? 'null' : typeof error}`;
  return { ename, evalue: text, traceback: [`${ename}: ${text}`] };
}

/** @param {readonly string[]} lines */
function withoutInside(lines) {
  /** @type {string[]} */
  const kept = [];
  for (const line of lines) {
    if (!isInside(line)) kept.push(line);
    // Keep the brace after the last frame, which opens the error's other properties.
    else if (line.endsWith(' {')) kept.push(`${kept.pop() ?? ''} {`);
  }
  return kept;
}

/**
 * Errors of other realms are not instances of this realm's `Error`.
 * @param {unknown} value
 * @returns {value is Error}
 */
function isErrorLike(value) {
  return Object.prototype.toString.call(value) === '[object Error]';
}

/**
 * Makes paths in the project relative: they are shorter, and the same on every machine.
 * @param {string} line
 * @param {string} root
 */
function withoutProject(line, root) {
  return root ? line.replaceAll(root + path.sep, '') : line;
}

/** @param {Diagnostic} diagnostic */
function place({ fileName, start }) {
  return `${fileName ? `${fileName}:` : ''}${start.line + 1}:${start.character + 1}`;
}

/** The message, and the affected line with a marker below. @param {string} source */
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
