// @ts-check
/** Modules imported by cells: user files, which are reloaded when they change, and packages. */

import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { types } from 'node:util';
import vm from 'node:vm';
import { createPackageRequire } from './packages.mjs';
import { sourceFinder } from './stack-traces.mjs';

/**
 * @typedef {import('./module-graph.mjs').LocalModule} LocalModule
 * @typedef {import('./transform.mjs').CellImport} CellImport
 * @typedef {import('../project.mjs').Project} Project
 * @typedef {(id: string) => unknown} Require
 *
 * @typedef {object} LoadedModule
 * @property {LocalModule} local
 * @property {{ exports: unknown }} module
 * @property {Promise<void> | undefined} evaluation if it uses top-level await
 */

export class Modules {
  #folder;
  #project;
  #compiler;
  #sources;
  #requirePackage;
  /** @type {Map<string, LocalModule>} */
  #known = new Map();
  /** @type {Map<string, LoadedModule>} */
  #loaded = new Map();
  /** `require` in cells. */
  require;
  /** `import()` in cells, with `import.meta` as a property. */
  import;
  /** `__filename` in cells. */
  filename;

  /**
   * @param {string} folder of the notebook
   * @param {Project} project
   * @param {object} kernel
   * @param {import('./compiler.mjs').Compiler} kernel.compiler
   * @param {import('./traceback.mjs').Sources} kernel.sources
   * @param {(id: string) => unknown} [kernel.special] modules provided by the kernel
   */
  constructor(folder, project, { compiler, sources, special }) {
    this.#folder = folder;
    this.#project = project;
    this.#compiler = compiler;
    this.#sources = sources;
    this.filename = path.join(folder, path.basename(process.env.JPY_SESSION_NAME || 'notebook.ipynb'));
    this.#requirePackage = (/** @type {string} */ from) => {
      const requirePackage = createPackageRequire(from, project);
      return (/** @type {string} */ id) => special?.(id) ?? requirePackage(id);
    };
    this.require = Object.assign(this.#requirePackage(folder), {
      resolve: createRequire(this.filename).resolve,
      cache: createRequire(this.filename).cache,
    });
    this.import = Object.assign((/** @type {string} */ specifier) => this.#importLater(specifier), {
      meta: metaOf(this.filename),
    });
  }

  /**
   * Loads what a cell imports, each module once, in order.
   *
   * @param {readonly CellImport[]} imports
   * @returns {Promise<unknown[]>} for each import, the object that the cell reads names from
   */
  async load(imports) {
    const files = await this.#read(imports.map(({ specifier }) => specifier));
    const found = [];
    for (const { specifier, kind } of imports) {
      const file = files[specifier];
      const isNamespace = kind === 'namespace' && isBuiltin(specifier);
      const exported = file ? await this.#evaluate(file) : await this.#importPackage(specifier);
      found.push(isNamespace ? await import(specifier) : views[kind](exported));
    }
    return found;
  }

  /** @param {string} specifier */
  async #importLater(specifier) {
    const files = await this.#read([String(specifier)]);
    const file = files[specifier];
    if (!file && isBuiltin(specifier)) return import(specifier);
    return views.namespace(file ? await this.#evaluate(file) : await this.#importPackage(String(specifier)));
  }

  /**
   * Reads the files that imports reach, and unloads changed files and all files that import them.
   * @param {string[]} specifiers
   */
  async #read(specifiers) {
    const { imports, modules } = await this.#compiler.ask('moduleGraph', specifiers, this.filename);
    const changed = new Set();
    for (const local of modules) {
      if (this.#known.get(local.file)?.source !== local.source) changed.add(local.file);
      this.#known.set(local.file, local);
    }
    for (let before = -1; before !== changed.size; ) {
      before = changed.size;
      for (const { file, imports: own } of this.#known.values())
        if (Object.values(own).some((imported) => changed.has(imported))) changed.add(file);
    }
    for (const file of changed) this.#loaded.delete(file);
    return imports;
  }

  /** Runs a file after its static imports. @param {string} file @returns {Promise<unknown>} its exports */
  async #evaluate(file) {
    await this.#evaluateAll(file, new Set());
    return this.#loaded.get(file)?.module.exports;
  }

  /** @param {string} file @param {Set<string>} seen */
  async #evaluateAll(file, seen) {
    if (seen.has(file)) return;
    seen.add(file);
    const local = this.#known.get(file);
    for (const first of local?.evaluatedFirst ?? []) await this.#evaluateAll(first, seen);
    await this.#run(file).evaluation;
  }

  /** @param {string} file @returns {LoadedModule} */
  #run(file) {
    const before = this.#loaded.get(file);
    if (before) return before;
    const local = this.#known.get(file);
    if (!local) throw new Error(`Importing "${file}": it was not found`);
    /** @type {LoadedModule} */
    const loaded = { local, module: { exports: {} }, evaluation: undefined };
    // Register it before it runs, because imports may be circular.
    this.#loaded.set(file, loaded);
    if (local.map) this.#sources.set(file, sourceFinder(local.map, local.source));
    try {
      const head = `(${local.awaits ? 'async ' : ''}function (exports, require, module, __filename, __dirname, $importMeta) {`;
      const run = new vm.Script(`${head}\n${local.javascript}\n})`, {
        filename: file,
        lineOffset: -1,
        importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      }).runInThisContext();
      const { exports } = loaded.module;
      const require = this.#requireFrom(local);
      loaded.evaluation = run.call(
        exports,
        exports,
        require,
        loaded.module,
        file,
        path.dirname(file),
        metaOf(file),
      );
      loaded.evaluation?.catch(() => this.#loaded.delete(file));
    } catch (error) {
      this.#loaded.delete(file);
      throw error;
    }
    return loaded;
  }

  /** @param {LocalModule} local @returns {Require} */
  #requireFrom({ file, imports }) {
    const requirePackage = this.#requirePackage(path.dirname(file));
    return (id) => {
      const imported = imports[id];
      return imported ? this.#run(imported).module.exports : requirePackage(id);
    };
  }

  /** @param {string} specifier @returns {Promise<unknown>} */
  async #importPackage(specifier) {
    const id = specifier.startsWith('file:') ? fileURLToPath(specifier) : specifier;
    try {
      return this.require(id);
    } catch (error) {
      // Some packages are ES modules only, which `require` may reject. Load those with `import()`.
      const { code } = /** @type {NodeJS.ErrnoException} */ (error ?? {});
      const isForImport = ['ERR_REQUIRE_ESM', 'ERR_PACKAGE_PATH_NOT_EXPORTED', 'ERR_REQUIRE_ASYNC_MODULE'];
      if (!isForImport.includes(code ?? '')) throw error;
      return importFrom(this.#folder, id).catch(() => importFrom(this.#project.root, id));
    }
  }
}

/**
 * `import()` as in a file of a folder. @param {string} folder @param {string} id @returns {Promise<unknown>}
 */
function importFrom(folder, id) {
  const script = new vm.Script('(id) => import(id)', {
    filename: path.join(folder, 'notebook.mjs'),
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  return script.runInThisContext()(id);
}

/** `import.meta` of a file. @param {string} file */
const metaOf = (file) => ({
  url: pathToFileURL(file).href,
  filename: file,
  dirname: path.dirname(file),
  resolve: (/** @type {string} */ specifier) =>
    isBuiltin(specifier) ? specifier : new URL(specifier, pathToFileURL(file)).href,
});

/** Whether a module is an ES module, or was compiled from one. @param {any} exported */
const isEsModule = (exported) => Boolean(exported?.__esModule) || types.isModuleNamespaceObject(exported);

/** Namespaces created so far, by a CommonJS module's exports. @type {WeakMap<object, object>} */
const namespaces = new WeakMap();

/**
 * A module's exports as seen by each kind of import, as with TypeScript's `esModuleInterop`.
 * @type {Record<CellImport['kind'], (exported: any) => unknown>}
 */
const views = {
  named: (exported) => exported,
  effect: (exported) => exported,
  default: (exported) => (isEsModule(exported) ? exported : { default: exported }),
  namespace(exported) {
    if (isEsModule(exported)) return exported;
    const isObject = (typeof exported === 'object' && exported !== null) || typeof exported === 'function';
    if (!isObject) return { default: exported };
    const before = namespaces.get(exported);
    if (before) return before;
    /** @type {Record<string, unknown>} */
    const namespace = {};
    for (const name in exported)
      if (name !== 'default')
        Object.defineProperty(namespace, name, { enumerable: true, get: () => exported[name] });
    Object.defineProperty(namespace, 'default', { enumerable: true, value: exported });
    namespaces.set(exported, namespace);
    return namespace;
  },
};
