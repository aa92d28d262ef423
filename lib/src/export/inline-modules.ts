import { readFileSync } from 'node:fs';
import path from 'node:path';

// The same folder seen from `src/export` and from `dist/export`: pages are made of what is compiled.
const compiled = path.join(__dirname, '..', '..', 'dist');

/**
 * Joins a compiled module and all that it imports into one script, each module a function that is called when
 * first required, as in Node.
 *
 * @param entry Path under `dist`, such as `'export/page/main.js'`.
 * @throws {Error} If a module is not compiled.
 */
export function inlineModules(entry: string): string {
  const modules = new Map<string, string>();
  const add = (name: string): void => {
    if (modules.has(name)) return;
    modules.set(name, '');
    const code = readCompiled(name).replace(/\/\/# sourceMappingURL=.*\s*$/, '');
    // Inside the page a module's name is its path under `dist`.
    const linked = code.replaceAll(/require\("(\.[^"]+)"\)/g, (_, specifier: string) => {
      const imported = path.posix.join(path.posix.dirname(name), specifier);
      add(imported);
      return `require(${JSON.stringify(imported)})`;
    });
    modules.set(name, linked);
  };
  add(entry);
  const functions = [...modules].map(
    ([name, code]) => `${JSON.stringify(name)}: (exports, require) => {\n${code}\n}`,
  );
  return `'use strict';
const modules = {
${functions.join(',\n')}
};
const loaded = {};
function require(name) {
  if (!loaded[name]) modules[name]((loaded[name] = {}), require);
  return loaded[name];
}
require(${JSON.stringify(entry)});
`;
}

function readCompiled(name: string): string {
  const file = path.join(compiled, name);
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(
      `Cannot make a page: ${file} is not there, wanted the compiled library; run "npm run build" first`,
      { cause: error },
    );
  }
}
