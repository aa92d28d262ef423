// @ts-check
/** Compiles and runs the code of cells, and holds their variables. */

import path from 'node:path';
import vm from 'node:vm';
import { Compiler } from './compiler.mjs';
import { callInterruptibly } from './interruptible.mjs';
import { Modules } from './modules.mjs';
import { Scope } from './scope.mjs';
import { sourceFinder } from './stack-traces.mjs';
import { cellName, TooMuchCodeError, TypeScriptError } from './traceback.mjs';
import { showResult } from './values.mjs';

/**
 * @typedef {import('./cell-program.mjs').CompiledCell} CompiledCell
 *
 * @typedef {object} CellState
 * @property {number} count number of the cell
 * @property {Promise<never>} stopped is rejected to abort the cell, whatever it is doing
 * @property {() => void} begin called just before the cell's code runs or, with top-level await, at its first
 *   await
 */

export class Cells {
  #modules;
  #scope;
  compiler;
  /** @type {import('./traceback.mjs').Sources} */
  sources = new Map();

  /**
   * @param {import('../project.mjs').Project} project
   * @param {(id: string) => unknown} [special] modules provided by the kernel
   */
  constructor(project, special) {
    const folder = process.cwd();
    this.compiler = new Compiler(project.root, folder);
    this.#modules = new Modules(folder, project, { compiler: this.compiler, sources: this.sources, special });
    this.#scope = new Scope(this.#modules.import);
  }

  /**
   * Runs a cell.
   *
   * @param {string} code
   * @param {CellState} cell
   * @returns {Promise<string>} the value of its last expression as text, if it ends with one
   * @throws {unknown} what the cell throws
   */
  async run(code, cell) {
    const { count, stopped } = cell;
    if (code.trim() === '') return '';
    const compiled = await Promise.race([this.compiler.ask('compile', code), stopped]);
    if ('diagnostics' in compiled) {
      if (compiled.diagnostics.length > 0) throw new TypeScriptError(compiled.diagnostics, code);
      return '';
    }
    this.sources.set(cellName(count), sourceFinder(compiled.map, code));
    const imported = await Promise.race([this.#modules.load(compiled.imports), stopped]);
    try {
      return await this.#runCompiled(compiled, imported, cell);
    } finally {
      // Keep the variables that a failed cell had assigned, as other kernels do: a trained model is not lost
      // because of a later error.
      this.compiler.keep(code, this.#scope.settle()).catch(() => {});
    }
  }

  close() {
    this.compiler.close();
  }

  /**
   * @param {CompiledCell} compiled
   * @param {readonly unknown[]} imported
   * @param {CellState} state
   * @returns {Promise<string>}
   */
  async #runCompiled({ javascript, scope, imports, awaits }, imported, state) {
    const parameters = [scope, ...imports.map(({ parameter }) => parameter)];
    const globals = { require: this.#modules.require, __filename: this.#modules.filename };
    const values = { ...globals, __dirname: path.dirname(globals.__filename) };
    // CommonJS names are outside the function, so that the cell may redeclare them.
    const head = `(function (${Object.keys(values).join(', ')}) { return ${awaits ? 'async ' : ''}function (${parameters.join(', ')}) { 'use strict';`;
    const make = compileScript(`${head}\n${javascript}\n}})`, cellName(state.count));
    const cell = make(...Object.values(values));
    // Format the value immediately, before a returned promise can be settled.
    const run = () => {
      const result = cell(this.#scope.object, ...imported);
      return awaits ? result.then(showResult) : showResult(result);
    };
    // begin() delivers a stop that arrived during compilation. With top-level await, it is called after the code up
    // to the first await. That code may register a stop listener, which ends the work and keeps its results.
    if (!awaits) state.begin();
    const result = awaits ? run() : callInterruptibly(run);
    if (awaits) state.begin();
    return /** @type {string} */ (await Promise.race([result, state.stopped]));
  }
}

/** @param {string} text @param {string} filename */
function compileScript(text, filename) {
  try {
    return new vm.Script(text, { filename, lineOffset: -1 }).runInThisContext();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new TooMuchCodeError(
      'Node cannot run this cell: it is nested too deeply. Split it, or use a loop.',
    );
  }
}
