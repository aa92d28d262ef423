// @ts-check
/** The user's files that an import reaches, compiled to JavaScript. */

import path from 'node:path';
import { asModule } from './completeness.mjs';
import { awaitsAtTop } from './transform.mjs';

/**
 * @typedef {import('./tslab.mjs').TypeScript} TypeScript
 * @typedef {import('./cell-program.mjs').CellProgram} CellProgram
 *
 * @typedef {object} LocalModule a file of the user's
 * @property {string} file
 * @property {string} source its text
 * @property {string} javascript CommonJS
 * @property {string} map the source map, or an empty string
 * @property {Readonly<Record<string, string>>} imports files by relative or absolute specifier
 * @property {readonly string[]} evaluatedFirst files that it imports statically, in order
 * @property {boolean} awaits whether it uses top-level await
 */

/** Whether a specifier refers to a file rather than a package. @param {string} specifier */
export const isOfFile = (specifier) => /^(\.{1,2}(\/|$)|\/|file:)/.test(specifier);

/**
 * @param {TypeScript} ts
 * @param {CellProgram} cells
 * @param {readonly string[]} specifiers
 * @param {string} from the file that imports them
 * @returns {{ imports: Record<string, string>, modules: LocalModule[] }} `imports`: files by specifier
 */
export function moduleGraph(ts, cells, specifiers, from) {
  /** @type {Map<string, LocalModule>} */
  const modules = new Map();

  /** @param {readonly string[]} names @param {string} importer */
  const resolveAll = (names, importer) => {
    /** @type {Record<string, string>} */
    const found = {};
    for (const name of names.filter(isOfFile)) {
      const file = cells.resolveFile(name.replace(/^file:\/\//, ''), importer);
      // Skip files of packages and type declarations: they are not the user's code.
      if (file && !file.includes('/node_modules/') && !file.endsWith('.d.ts')) found[name] = file;
    }
    return found;
  };

  /** @param {string} file */
  const add = (file) => {
    if (modules.has(file)) return;
    const source = cells.readFile(file) ?? '';
    const { specifiers: names, atStart, ...compiled } = compileModule(ts, file, source);
    const imports = resolveAll(names, file);
    const evaluatedFirst = atStart.flatMap((name) => imports[name] ?? []);
    modules.set(file, { ...compiled, file, source, imports, evaluatedFirst });
    for (const imported of Object.values(imports)) add(imported);
  };

  const imports = resolveAll(specifiers, from);
  for (const file of Object.values(imports)) add(file);
  return { imports, modules: [...modules.values()] };
}

/**
 * Cached compilations, valid while the source is unchanged.
 * @type {Map<string, { source: string, compiled: ReturnType<typeof transpile> }>}
 */
const compiledBefore = new Map();

/** @param {TypeScript} ts @param {string} file @param {string} source */
function compileModule(ts, file, source) {
  const before = compiledBefore.get(file);
  if (before?.source === source) return before.compiled;
  const compiled = transpile(ts, file, source);
  compiledBefore.set(file, { source, compiled });
  return compiled;
}

/** @param {TypeScript} ts @param {string} file @param {string} source */
function transpile(ts, file, source) {
  if (path.extname(file) === '.json')
    return {
      javascript: `module.exports = JSON.parse(${JSON.stringify(source)})`,
      map: '',
      specifiers: [],
      atStart: [],
      awaits: false,
    };
  const { outputText, sourceMapText = '' } = ts.transpileModule(source, {
    fileName: file,
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      moduleDetection: ts.ModuleDetectionKind.Auto,
      esModuleInterop: true,
      experimentalDecorators: true,
      allowJs: true,
      sourceMap: true,
    },
    transformers: { before: [withImportMeta(ts)] },
  });
  const { importedFiles } = ts.preProcessFile(source, true, true);
  const tree = ts.createSourceFile(file, source, {
    languageVersion: ts.ScriptTarget.ES2022,
    setExternalModuleIndicator: asModule,
  });
  // Type-only imports do not exist at run time, so keep only those that the JavaScript contains.
  const emitted = new Set(
    [...outputText.matchAll(/require\((?:"([^"]+)"|'([^']+)')\)/g)].map((found) => found[1] ?? found[2]),
  );
  const atStart = tree.statements.flatMap((statement) => {
    const isImport = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement);
    const specifier = isImport && statement.moduleSpecifier;
    return specifier && ts.isStringLiteral(specifier) && emitted.has(specifier.text) ? [specifier.text] : [];
  });
  return {
    javascript: outputText.replace(/\/\/# sourceMappingURL=\S+\s*$/, ''),
    map: sourceMapText,
    specifiers: importedFiles.map(({ fileName }) => fileName),
    atStart,
    awaits: awaitsAtTop(ts, tree),
  };
}

/** CommonJS has no `import.meta`. The loader provides it under another name. @param {TypeScript} ts */
const withImportMeta =
  (ts) =>
  /** @param {import('@tslab/typescript-for-tslab').TransformationContext} context */
  (context) =>
  (/** @type {import('@tslab/typescript-for-tslab').SourceFile} */ root) => {
    /** @param {import('@tslab/typescript-for-tslab').Node} node @returns {import('@tslab/typescript-for-tslab').Node} */
    const visit = (node) =>
      ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword
        ? ts.factory.createIdentifier('$importMeta')
        : ts.visitEachChild(node, visit, context);
    return /** @type {import('@tslab/typescript-for-tslab').SourceFile} */ (
      ts.visitEachChild(root, visit, context)
    );
  };
