// @ts-check
/** Errors as a reader of the notebook understands them: the message, and the lines of the cell and the library. */

import path from 'node:path';
import { inspect } from 'node:util';

/**
 * @typedef {object} Report what the Jupyter protocol says of an error
 * @property {string} ename
 * @property {string} evalue
 * @property {string[]} traceback
 *
 * @typedef {import('./cell-program.mjs').Diagnostic} Diagnostic
 *
 * @typedef {(line: number, column: number) => { line: number, column: number } | undefined} FindSource both from 1
 * @typedef {Map<string, FindSource>} Sources how to find what was typed, by the name of a cell or file
 */

/** Cells are named so in stack traces; the number is the one beside the cell. */
export const cellName = (/** @type {number} */ count) => `cell [${count}]`;

/** Frames of Node, which say nothing of what the cell did. @param {string} line */
function isInside(line) {
  if (/^\s+\.\.\. \d+ lines matching cause stack trace/.test(line)) return true;
  return /^\s+at /.test(line) && /\bnode:/.test(line);
}

/** A message without the objects by which compiled cells read variables and imports. @param {string} text */
export function withoutScope(text) {
  const called = /\(0 ?, \$cell\$*\d*\.([^\s)]+)\)/g;
  return text.replace(called, '$1').replace(/\$cell\$*\d*\.(?=[\p{ID_Start}$_])/gu, '');
}

/** A cell that was stopped by its reader. */
export class Interrupted extends Error {
  /** @override */
  name = 'Interrupted';
  constructor() {
    super('The cell was stopped. What it had started may still be under way.');
  }
}

/** A cell that the compiler cannot take. */
export class TooMuchCodeError extends Error {
  /** @override */
  name = 'TooMuchCodeError';
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
 * @param {string} [root] the project's folder: paths in it are shortened
 * @returns {Report}
 */
export function describeError(error, root = '') {
  try {
    return describe(error, root);
  } catch (problem) {
    // Whoever throws decides how it is shown, and may throw once more.
    const evalue = `What was thrown cannot be shown: ${problem instanceof Error ? problem.message : typeof problem}`;
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
  // It has no lines that say where it comes from.
  const ename = `Thrown ${error === null ? 'null' : typeof error}`;
  return { ename, evalue: text, traceback: [`${ename}: ${text}`] };
}

/** @param {readonly string[]} lines */
function withoutInside(lines) {
  /** @type {string[]} */
  const kept = [];
  for (const line of lines) {
    if (!isInside(line)) kept.push(line);
    // The last frame opens the list of what else the error carries.
    else if (line.endsWith(' {')) kept.push(`${kept.pop() ?? ''} {`);
  }
  return kept;
}

/** Errors of other realms are no instances of this one's. @param {unknown} value @returns {value is Error} */
function isErrorLike(value) {
  return Object.prototype.toString.call(value) === '[object Error]';
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
