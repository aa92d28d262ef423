import path from 'node:path';
import type Compiler from '../../docs/node_modules/typescript/lib/typescript.js';

const library = path.resolve(__dirname, '..', '..', 'lib', 'src');
// The older TypeScript of the docs workspace, because the newest has no compiler API.
const ts = require(
  path.resolve(__dirname, '..', '..', 'docs', 'node_modules', 'typescript'),
) as typeof Compiler;

/** A public name of the library and its documentation. */
export interface DocumentedName {
  readonly entry: 'index' | 'experiments' | 'notebook';
  readonly name: string;
  /** Whether it exists at run time. Types need no example. */
  readonly isValue: boolean;
  readonly description: string;
  /** The code of each `@example`. */
  readonly examples: readonly string[];
}

/** All names exported by `mnist-lab`, `mnist-lab/experiments` and `mnist-lab/notebook`, according to the compiler. */
export function documentedNames(): DocumentedName[] {
  const entries = ['index', 'experiments', 'notebook'] as const;
  const program = ts.createProgram(
    entries.map((entry) => path.join(library, `${entry}.ts`)),
    { module: ts.ModuleKind.Node16, target: ts.ScriptTarget.ES2022, strict: true, types: ['node'] },
  );
  const checker = program.getTypeChecker();
  return entries.flatMap((entry) => {
    const source = program.getSourceFile(path.join(library, `${entry}.ts`))!;
    const names = checker.getExportsOfModule(checker.getSymbolAtLocation(source)!);
    return names.map((exported) => {
      const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
      const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
      const tags = symbol.getJsDocTags(checker).filter(({ name }) => name === 'example');
      return {
        entry,
        name: exported.name,
        isValue: (symbol.flags & ts.SymbolFlags.Value) !== 0,
        description: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
        examples: tags.flatMap(({ text }) => codeBlocks(ts.displayPartsToString(text))),
      };
    });
  });
}

/** Compiles an example's TypeScript to JavaScript. */
export function compileExample(code: string): string {
  const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  return ts.transpileModule(code, { compilerOptions: options }).outputText;
}

function codeBlocks(text: string): string[] {
  const fenced = [...text.matchAll(/```(?:ts|js)?\n(.*?)```/gs)].map(([, code]) => code!);
  return fenced.length > 0 ? fenced : [text];
}
