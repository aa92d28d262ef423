// @ts-check
/** Compiles and runs the code of cells, and holds their variables. */

import vm from 'node:vm';
import { declarationsThatHold } from './declarations.mjs';
import { callInterruptibly } from './interruptible.mjs';
import { createFileRequire } from './local-files.mjs';
import { cellName, TypeScriptError } from './traceback.mjs';

export class Cells {
  #tslab;
  #compiler;
  /** Declarations of what the cells so far have left, as TypeScript. */
  #declarations = '';
  /** Values of what they have left. @type {Record<string, unknown>} */
  #variables = {};
  #exports = createExports(this.#variables);
  #files;
  /** @type {Map<number, import('./traceback.mjs').FindSource>} */
  sources = new Map();

  /** @param {import('../project.mjs').Project} project @param {import('./tslab.mjs').Tslab} tslab */
  constructor(project, tslab) {
    this.#tslab = tslab;
    this.#compiler = tslab.createCompiler();
    this.#files = createFileRequire(process.cwd(), project);
  }

  /**
   * Runs a cell to its end and prints the value of its last expression.
   *
   * @param {string} code
   * @param {number} count number of the cell
   * @param {Promise<never>} stopped is rejected when the cell is to be left, whatever it is doing
   * @throws {unknown} what the cell throws
   */
  async run(code, count, stopped) {
    const metadata = this.#tslab.getCodeMetadata(code);
    if (metadata.module) {
      report(this.#compiler.addModule(metadata.module, code, metadata), code);
      return;
    }
    const compiled = this.#compiler.convert(this.#declarations, code);
    report(compiled.diagnostics, code);
    this.#files.add(compiled.sideOutputs ?? []);
    if (compiled.output) {
      this.sources.set(count, this.#tslab.sourceFinder(compiled.output));
      await this.#runCompiled(compiled, count, stopped);
    }
    this.#declarations = compiled.declOutput ?? '';
    this.#printLast(compiled.lastExpressionVar);
  }

  /** @param {string} code @param {number} position */
  inspect(code, position) {
    return this.#compiler.inspect(this.#declarations, code, position);
  }

  /** @param {string} code @param {number} position */
  complete(code, position) {
    return this.#compiler.complete(this.#declarations, code, position);
  }

  close() {
    this.#compiler.close();
  }

  /** @param {import('./tslab.mjs').ConvertResult} compiled @param {number} count @param {Promise<never>} stopped */
  async #runCompiled({ output, hasToplevelAwait, declOutput }, count, stopped) {
    shareVariables(this.#variables);
    const before = { ...this.#variables };
    const head = hasToplevelAwait ? '(async function(exports, require) {' : '(function(exports, require) {';
    try {
      const options = { filename: cellName(count), lineOffset: -1 };
      const cell = new vm.Script(`${head}\n${output}\n})`, options).runInThisContext();
      const run = () => cell(this.#exports, this.#files.require);
      // A cell that awaits is told of a stop when it does: what listens ends by itself, and nothing it made is lost.
      await Promise.race([hasToplevelAwait ? run() : callInterruptibly(run), stopped]);
    } catch (error) {
      // What the cell had made until then is there, as in other kernels: a training is not lost by what came after it.
      this.#declarations = declarationsThatHold(
        this.#tslab.typescript,
        declOutput ?? '',
        this.#declarations,
        this.#variables,
      );
      for (const [name, value] of Object.entries(before))
        if (this.#variables[name] === undefined) this.#variables[name] = value;
      throw error;
    }
  }

  /** @param {string | undefined} name */
  #printLast(name) {
    if (!name) return;
    const value = this.#variables[name];
    delete this.#variables[name];
    if (value !== undefined && value !== null) console.log(value);
  }
}

/** @param {readonly import('./tslab.mjs').Diagnostic[]} diagnostics @param {string} code */
function report(diagnostics, code) {
  if (diagnostics.length > 0) throw new TypeScriptError(diagnostics, code);
}

/**
 * Where compiled cells put their variables. They define imports once and for all, but a notebook runs a cell again.
 *
 * @param {Record<string, unknown>} variables
 */
function createExports(variables) {
  return new Proxy(variables, {
    defineProperty(_, name, { get, value }) {
      if (name !== '__esModule') variables[String(name)] = get ? get() : value;
      return true;
    },
  });
}

/**
 * tslab turns each use of an earlier cell's variable into a look-up, but overlooks shorthand properties:
 * `train(model, data, { validation })` would end with "validation is not defined". So the variables are also made
 * global, under names that are still free.
 *
 * @param {Record<string, unknown>} variables
 */
function shareVariables(variables) {
  for (const name of Object.keys(variables)) {
    if (name in globalThis) continue;
    Object.defineProperty(globalThis, name, { get: () => variables[name], configurable: true });
  }
}
