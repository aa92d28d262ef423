import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type Compiler from '../../docs/node_modules/typescript/lib/typescript.js';

// The older TypeScript of the docs workspace, because the newest has no compiler API.
const ts = require(
  path.resolve(__dirname, '..', '..', 'docs', 'node_modules', 'typescript'),
) as typeof Compiler;

const sources = path.resolve(__dirname, '..', '..', 'lib', 'src');

/** An import between two files of the library, both as paths below `lib/src`. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

/** All imports between files of the library, of values and types, at the top and inside functions. */
export function libraryImports(): Import[] {
  return readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|cjs)$/.test(name))
    .map((name) => name.split(path.sep).join('/'))
    .sort()
    .flatMap((from) => {
      const text = readFileSync(path.join(sources, from), 'utf8');
      // The third argument includes imports by require().
      return (
        ts
          .preProcessFile(text, true, true)
          .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
          .map(({ fileName }) => ({ from, to: resolve(from, fileName) }))
          // Files outside `lib/src`, such as package.json, belong to no layer.
          .filter(({ to }) => !to.startsWith('../'))
      );
    });
}

function resolve(from: string, specifier: string): string {
  const target = path.posix.join(path.posix.dirname(from), specifier);
  const candidates = [target.replace(/\.js$/, '.ts'), target];
  const found = candidates.find((name) => existsSync(path.join(sources, name)));
  if (!found) throw new Error(`${from} imports ${specifier}, and there is no such file.`);
  return found;
}
