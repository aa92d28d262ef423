// @ts-check
/**
 * The cells of a notebook as seen by TypeScript. Each cell is a module whose enclosing scope is the previous
 * cell. So a later cell sees the exact types and values of earlier ones, including unnamed types, and may
 * redeclare a name.
 */

import { isBuiltin } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { shareProjectPackages } from './packages.mjs';
import { TooMuchCodeError } from './traceback.mjs';
import { awaitsAtTop, createTransform, withoutExports } from './transform.mjs';

/**
 * @typedef {import('./tslab.mjs').TypeScript} TypeScript
 * @typedef {import('../project.mjs').Project} Project
 * @typedef {import('@tslab/typescript-for-tslab').SourceFile} SourceFile
 * @typedef {import('@tslab/typescript-for-tslab').Symbol} TypeScriptSymbol
 * @typedef {import('@tslab/typescript-for-tslab').Program} Program
 *
 * @typedef {object} Diagnostic an error that TypeScript reports
 * @property {number} code
 * @property {string} messageText
 * @property {string} [fileName] of a file that the cell imports, relative to the notebook's folder
 * @property {{ line: number, character: number }} start both from 0
 * @property {{ line: number, character: number }} end
 *
 * @typedef {object} CompiledCell
 * @property {string} javascript statements for the body of a function
 * @property {string} map the source map
 * @property {string} scope the name of the scope object in the JavaScript
 * @property {readonly import('./transform.mjs').CellImport[]} imports
 * @property {readonly string[]} names of the values that it declares at the top level
 * @property {boolean} awaits whether it uses top-level await
 *
 * @typedef {{ code: string, missing: readonly string[] }} PastCell `missing`: names whose declarations
 *   did not run, because the cell ended early
 *
 * @typedef {{ text: string, version: number, isOfPackage: boolean, snapshot: import('@tslab/typescript-for-tslab').IScriptSnapshot }} FileText
 *
 * @typedef {object} Slot
 * @property {string} file
 * @property {string} text
 * @property {number} version
 * @property {readonly string[]} missing
 * @property {ReadonlySet<Slot>} needs earlier cells whose names the cell uses
 */

/** The file that declares methods which the oldest supported Node has, but TypeScript 5.0 does not know. */
const arrayCopies = fileURLToPath(new URL('array-copies.d.ts', import.meta.url));

/**
 * Maximum depth of a cell's syntax tree. The time to compile it grows with the square of the depth, and would take
 * minutes beyond this limit.
 */
const deepest = 3200;

export class CellProgram {
  #ts;
  #folder;
  #service;
  #program;
  /**
   * The program's files for the code of cells. Spare ones are empty. They exist because updating a program is
   * faster if its list of files does not change. @type {Slot[]}
   */
  #slots = [];
  /** @type {Map<string, Slot>} */
  #slotByFile = new Map();
  /** Cells that later ones may refer to, in order. @type {Slot[]} */
  #past = [];
  /** The cell being processed. @type {Slot} */
  #draft;
  /** Modules defined in cells, by path. @type {Map<string, string>} */
  #virtual = new Map();
  /** Files that were read. @type {Map<string, FileText>} */
  #files = new Map();
  /** Files with unresolved imports. @type {Set<string>} */
  #unresolved = new Set();
  #version = 0;
  #options;
  #cache;

  /**
   * @param {TypeScript} ts
   * @param {Project} project
   * @param {string} folder of the notebook, absolute
   */
  constructor(ts, project, folder) {
    this.#ts = ts;
    this.#folder = folder;
    shareProjectPackages(ts.sys, project);
    const near = ts.getDefaultTypeRoots(folder, ts.sys) ?? [];
    const typeRoots = [...new Set([...near, project.inProject('node_modules', '@types')])];
    // List the packages of types once, because TypeScript would search for them at every cell.
    const types = ts.getAutomaticTypeDirectiveNames({ typeRoots }, ts.sys);
    this.#options = {
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Node10,
      moduleDetection: ts.ModuleDetectionKind.Force,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2023.d.ts', arrayCopies],
      typeRoots,
      types,
      esModuleInterop: true,
      experimentalDecorators: true,
      resolveJsonModule: true,
      allowImportingTsExtensions: true,
      preserveConstEnums: true,
      allowJs: true,
      checkJs: true,
      skipLibCheck: true,
      sourceMap: true,
      newLine: ts.NewLineKind.LineFeed,
    };
    this.#cache = ts.createModuleResolutionCache(folder, (file) => file, this.#options);
    this.#addSlots(32);
    this.#draft = this.#freeSlot();
    this.#service = ts.createLanguageService(this.#host());
    this.#program = this.#update('');
  }

  /**
   * @param {string} code
   * @returns {{ diagnostics: Diagnostic[] } | CompiledCell}
   */
  compile(code) {
    const ts = this.#ts;
    const parsed = this.#parse(code);
    if (depthOf(ts, parsed) > deepest)
      throw new TooMuchCodeError(
        `it is nested more than ${deepest} levels deep, or has a chain of as many operators`,
      );
    const file = this.#show(withoutExports(ts, parsed));
    const checker = this.#program.getTypeChecker();
    const diagnostics = this.#diagnostics(file);
    if (diagnostics.length > 0) return { diagnostics };
    let scope = '$cell';
    while (code.includes(scope)) scope += '$';
    const isEarlier = (/** @type {TypeScriptSymbol} */ symbol) => {
      const slot = this.#slotOf(symbol);
      return slot !== undefined && slot !== this.#draft;
    };
    const { transformers, imports, ownNames } = createTransform(ts, { checker, file, scope, isEarlier });
    const names = ownNames();
    const output = { javascript: '', map: '' };
    this.#program.emit(
      file,
      (name, text) => {
        output[name.endsWith('.map') ? 'map' : 'javascript'] = text;
      },
      undefined,
      false,
      /** @type {import('@tslab/typescript-for-tslab').CustomTransformers} */ (
        /** @type {unknown} */ (transformers)
      ),
    );
    const javascript = output.javascript.replace(/\/\/# sourceMappingURL=\S+\s*$/, '');
    return { ...output, javascript, scope, imports, names, awaits: awaitsAtTop(ts, file) };
  }

  /**
   * Makes a cell's declarations visible to later cells.
   *
   * @param {string} code as it was compiled
   * @param {readonly string[]} missing names whose declarations did not run, because the cell ended early
   * @returns {number[]} indices, among all cells kept so far, of those that later cells can still refer to
   */
  keep(code, missing) {
    const taken = this.#take(code, missing);
    const all = this.#past;
    this.#forget();
    for (const slot of all) if (slot !== taken && !this.#past.includes(slot)) setText(slot, '');
    // Reuse the slot of a cell that later ones cannot refer to, so that fewer files change.
    this.#draft = this.#past.includes(taken) ? this.#freeSlot() : taken;
    return all.flatMap((slot, at) => (this.#past.includes(slot) ? [at] : []));
  }

  /** Adds the cells of an earlier program, after the thread was restarted. @param {readonly PastCell[]} past */
  restore(past) {
    for (const { code, missing } of past) {
      this.#take(code, missing);
      this.#draft = this.#freeSlot();
    }
  }

  /**
   * Adds a cell to those that later cells may refer to.
   * @param {string} code
   * @param {readonly string[]} missing
   */
  #take(code, missing) {
    const file = this.#show(withoutExports(this.#ts, this.#parse(code)));
    for (const name of missing) localsOf(file).delete(name);
    const taken = this.#draft;
    taken.missing = missing;
    taken.needs = this.#needs(taken);
    this.#past = [...this.#past, taken];
    return taken;
  }

  /** Adds a module defined in a cell. @param {string} name @param {string} code @returns {Diagnostic[]} */
  addModule(name, code) {
    const file = path.join(this.#folder, `${name}.ts`);
    this.#virtual.set(file, code);
    this.#show(`import './${name}';`);
    const found = this.#diagnosticsOf(this.#program.getSourceFile(file));
    return found.map((diagnostic) => ({ ...diagnostic, fileName: undefined }));
  }

  /** @param {string} code @param {number} position */
  quickInfo(code, position) {
    this.#show(code);
    return this.#service.getQuickInfoAtPosition(this.#draft.file, position);
  }

  /** @param {string} code @param {number} position */
  completions(code, position) {
    this.#show(code);
    return this.#service.getCompletionsAtPosition(this.#draft.file, position, {});
  }

  /**
   * The file that TypeScript resolves a relative or absolute import to.
   * @param {string} specifier
   * @param {string} from
   */
  resolveFile(specifier, from) {
    const host = this.#resolutionHost();
    const { resolvedModule } = this.#ts.resolveModuleName(specifier, from, this.#options, host);
    return resolvedModule?.resolvedFileName;
  }

  /** @param {string} file */
  readFile(file) {
    return this.#virtual.get(file) ?? this.#ts.sys.readFile(file);
  }

  /** @param {string} code */
  #parse(code) {
    const ts = this.#ts;
    return ts.createSourceFile('cell.ts', code, ts.ScriptTarget.ES2022, true);
  }

  /** Puts code into the draft. @param {string} code @returns {SourceFile} its syntax tree in the program */
  #show(code) {
    this.#program = this.#update(code);
    return /** @type {SourceFile} */ (this.#program.getSourceFile(this.#draft.file));
  }

  /** @param {string} code @returns {Program} */
  #update(code) {
    const isChanged = setText(this.#draft, code);
    if (this.#readAgain() || isChanged || !this.#program) this.#version += 1;
    const program = /** @type {Program} */ (this.#service.getProgram());
    /** @type {SourceFile | undefined} */
    let around;
    for (const slot of [...this.#past, this.#draft]) {
      const file = /** @type {SourceFile} */ (program.getSourceFile(slot.file));
      // The scope in which a name is looked up next.
      /** @type {{ parent: SourceFile | undefined }} */ (/** @type {unknown} */ (file)).parent = around;
      around = file;
    }
    // Creating the checker collects the names that each file declares (binding).
    program.getTypeChecker();
    for (const slot of this.#past)
      for (const name of slot.missing) localsOf(program.getSourceFile(slot.file)).delete(name);
    return program;
  }

  /** The cell that declares a symbol at the top level. @param {TypeScriptSymbol} symbol */
  #slotOf(symbol) {
    const file = symbol.declarations?.[0]?.getSourceFile();
    if (!file || localsOf(file).get(String(symbol.escapedName)) !== symbol) return undefined;
    return this.#slotByFile.get(file.fileName);
  }

  /** Earlier cells whose names a cell uses. @param {Slot} slot @returns {Set<Slot>} */
  #needs(slot) {
    const ts = this.#ts;
    const checker = this.#program.getTypeChecker();
    const names = new Set(
      this.#past.flatMap(({ file }) => [...localsOf(this.#program.getSourceFile(file)).keys()]),
    );
    /** @type {Set<Slot>} */
    const needed = new Set();
    /** @param {import('@tslab/typescript-for-tslab').Node} node */
    const visit = (node) => {
      if (ts.isIdentifier(node) && names.has(String(node.escapedText))) {
        const isShorthand = ts.isShorthandPropertyAssignment(node.parent);
        const symbol = isShorthand
          ? checker.getShorthandAssignmentValueSymbol(node.parent)
          : checker.getSymbolAtLocation(node);
        const owner = symbol && this.#slotOf(symbol);
        if (owner && owner !== slot) needed.add(owner);
      }
      ts.forEachChild(node, visit);
    };
    visit(/** @type {SourceFile} */ (this.#program.getSourceFile(slot.file)));
    return needed;
  }

  /** Drops cells that later ones can no longer refer to, directly or through other cells. */
  #forget() {
    const { Value, Type, Namespace, Alias } = this.#ts.SymbolFlags;
    const meanings = Value | Type | Namespace | Alias;
    /** Names declared by newer cells, each with flags: value, type, namespace. @type {Map<string, number>} */
    const covered = new Map();
    /** @type {Set<Slot>} */
    const kept = new Set();
    for (const slot of this.#past.toReversed()) {
      const file = this.#program.getSourceFile(slot.file);
      let isVisible = /\bdeclare\s+(global|module)\b/.test(slot.text);
      for (const [name, symbol] of localsOf(file)) {
        const before = covered.get(name) ?? 0;
        // An imported name may be a type, a value or both, so it counts as everything.
        const flags = symbol.flags & Alias ? meanings : symbol.flags & meanings;
        if (flags & ~before) isVisible = true;
        covered.set(name, before | flags);
      }
      if (isVisible || [...kept].some(({ needs }) => needs.has(slot))) kept.add(slot);
    }
    this.#past = this.#past.filter((slot) => kept.has(slot));
  }

  /** @param {number} count */
  #addSlots(count) {
    for (let number = this.#slots.length + 1; count > 0; number++, count--) {
      const file = path.join(this.#folder, `__cell_${number}__.ts`);
      const slot = { file, text: '', version: 0, missing: [], needs: new Set() };
      this.#slots.push(slot);
      this.#slotByFile.set(file, slot);
    }
  }

  /** @returns {Slot} */
  #freeSlot() {
    const free = this.#slots.find((slot) => !this.#past.includes(slot));
    if (free) return Object.assign(free, { missing: [], needs: new Set() });
    this.#addSlots(this.#slots.length);
    return this.#freeSlot();
  }

  /** Errors in a cell, and in the local files that it imports. @param {SourceFile} cell */
  #diagnostics(cell) {
    return [cell, ...this.#dependencies(cell)].flatMap((file) => this.#diagnosticsOf(file));
  }

  /**
   * Source files in or below the notebook's folder that a file imports, directly or indirectly.
   * @param {SourceFile} from
   */
  #dependencies(from) {
    /** @type {Set<SourceFile>} */
    const found = new Set();
    /** @param {SourceFile} file */
    const visit = (file) => {
      const { resolvedModules } =
        /** @type {{ resolvedModules?: { forEach(callback: (resolution: { resolvedModule?: { resolvedFileName: string } }) => void): void } }} */ (
          /** @type {unknown} */ (file)
        );
      resolvedModules?.forEach(({ resolvedModule }) => {
        const target = resolvedModule && this.#program.getSourceFile(resolvedModule.resolvedFileName);
        if (!target || found.has(target) || target.isDeclarationFile) return;
        if (!this.#isBeside(target.fileName)) return;
        found.add(target);
        visit(target);
      });
    };
    visit(from);
    return found;
  }

  /** @param {string} file */
  #isBeside(file) {
    return file.startsWith(this.#folder + path.sep) && !file.includes(`${path.sep}node_modules${path.sep}`);
  }

  /** @param {SourceFile | undefined} file @returns {Diagnostic[]} */
  #diagnosticsOf(file) {
    if (!file) return [];
    const syntactic = this.#program.getSyntacticDiagnostics(file);
    const found = syntactic.length > 0 ? syntactic : this.#program.getSemanticDiagnostics(file);
    const fileName =
      file.fileName === this.#draft.file ? undefined : path.relative(this.#folder, file.fileName);
    return found.flatMap(({ code, messageText, start = 0, length = 0 }) => {
      const place = {
        fileName,
        start: file.getLineAndCharacterOfPosition(start),
        end: file.getLineAndCharacterOfPosition(start + length),
      };
      /** @type {Diagnostic[]} */
      const all = [];
      /** @param {string | import('@tslab/typescript-for-tslab').DiagnosticMessageChain} message @param {number} number */
      const add = (message, number) => {
        if (typeof message === 'string') all.push({ ...place, messageText: message, code: number });
        else {
          all.push({ ...place, messageText: message.messageText, code: message.code });
          for (const next of message.next ?? []) add(next, next.code);
        }
      };
      add(messageText, code);
      return all;
    });
  }

  /** @param {string} file @returns {FileText | undefined} */
  #read(file) {
    const text = this.readFile(file);
    if (text === undefined) return undefined;
    const snapshot = this.#ts.ScriptSnapshot.fromString(text);
    const read = { text, version: 0, isOfPackage: isOfPackage(file), snapshot };
    this.#files.set(file, read);
    return read;
  }

  /**
   * Rereads files that may have changed on disk, except packages.
   * @returns {boolean} whether a text has changed, or a file has unresolved imports, whose targets may exist now
   */
  #readAgain() {
    let isChanged = this.#unresolved.size > 0;
    for (const [file, known] of this.#files) {
      if (known.isOfPackage) continue;
      const text = this.readFile(file) ?? '';
      if (text === known.text) continue;
      const snapshot = this.#ts.ScriptSnapshot.fromString(text);
      this.#files.set(file, { ...known, text, version: known.version + 1, snapshot });
      isChanged = true;
    }
    return isChanged;
  }

  #resolutionHost() {
    const { sys } = this.#ts;
    return {
      fileExists: (/** @type {string} */ file) => this.#virtual.has(file) || sys.fileExists(file),
      readFile: (/** @type {string} */ file) => this.readFile(file),
      directoryExists: (/** @type {string} */ folder) => sys.directoryExists(folder),
      getDirectories: (/** @type {string} */ folder) => sys.getDirectories(folder),
      readDirectory: sys.readDirectory,
      realpath: sys.realpath,
      getCurrentDirectory: () => this.#folder,
      useCaseSensitiveFileNames: true,
    };
  }

  /** @returns {import('@tslab/typescript-for-tslab').LanguageServiceHost} */
  #host() {
    const ts = this.#ts;
    const host = this.#resolutionHost();
    const slotAt = (/** @type {string} */ file) => this.#slotByFile.get(file);
    // Cast, because TypeScript calls `hasInvalidatedResolutions()`, which its type `LanguageServiceHost` lacks.
    return /** @type {import('@tslab/typescript-for-tslab').LanguageServiceHost} */ ({
      ...host,
      getCompilationSettings: () => this.#options,
      getScriptFileNames: () => this.#slots.map(({ file }) => file),
      getProjectVersion: () => String(this.#version),
      getScriptVersion: (file) => String((slotAt(file) ?? this.#files.get(file))?.version ?? 0),
      getScriptSnapshot: (file) => {
        const slot = slotAt(file);
        if (slot) return ts.ScriptSnapshot.fromString(slot.text);
        return (this.#files.get(file) ?? this.#read(file))?.snapshot;
      },
      getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
      useCaseSensitiveFileNames: () => true,
      hasInvalidatedResolutions: (/** @type {string} */ file) => this.#unresolved.has(file),
      resolveModuleNames: (names, containing) => {
        this.#unresolved.delete(containing);
        return names.map((name) => {
          // A missing file may be created later, so only resolutions within packages are cached.
          const cache = isOfPackage(containing) ? this.#cache : undefined;
          const { resolvedModule } = ts.resolveModuleName(name, containing, this.#options, host, cache);
          const isMissing = !resolvedModule && !isBuiltin(name);
          if (isMissing && !isOfPackage(containing)) this.#unresolved.add(containing);
          return resolvedModule;
        });
      },
    });
  }
}

/**
 * Depth of a syntax tree, computed without recursion, which could overflow the stack.
 * @param {TypeScript} ts
 * @param {SourceFile} file
 */
function depthOf(ts, file) {
  let depth = 0;
  /** @type {import('@tslab/typescript-for-tslab').Node[]} */
  let level = [file];
  for (; level.length > 0; depth++) {
    /** @type {import('@tslab/typescript-for-tslab').Node[]} */
    const next = [];
    for (const node of level)
      ts.forEachChild(node, (child) => {
        next.push(child);
      });
    level = next;
  }
  return depth;
}

const isOfPackage = (/** @type {string} */ file) => file.includes('/node_modules/') || file.endsWith('.d.ts');

/** @param {Slot} slot @param {string} text */
function setText(slot, text) {
  if (slot.text === text) return false;
  slot.text = text;
  slot.version += 1;
  return true;
}

/**
 * The names that a file declares at the top level.
 * @param {SourceFile | undefined} file
 * @returns {Map<string, TypeScriptSymbol>}
 */
function localsOf(file) {
  return (
    /** @type {{ locals?: Map<string, TypeScriptSymbol> } | undefined} */ (/** @type {unknown} */ (file))
      ?.locals ?? new Map()
  );
}
