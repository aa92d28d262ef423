// @ts-check
/** `require` for cells: files beside the notebook that TypeScript has compiled, and packages. */

import Module from 'node:module';
import path from 'node:path';
import { createPackageRequire } from './packages.mjs';

/**
 * @typedef {(id: string) => unknown} Require
 * @typedef {{ id: string, filename: string | null, exports: unknown, require: Require, _compile(code: string, file: string): void }} LoadedModule
 */

/** @param {string} folder of the notebook @param {import('../project.mjs').Project} project */
export function createFileRequire(folder, project) {
  /** Compiled code by the path that the file would have. @type {Map<string, string>} */
  const code = new Map();
  /** @type {Map<string, LoadedModule>} */
  const loaded = new Map();

  /** @param {string} from @returns {Require} */
  const requireFrom = (from) => {
    const requirePackage = createPackageRequire(from, project);
    return (id) => {
      const place = path.join(from, id);
      const file = path.extname(place) === '' ? `${place}.js` : place;
      return code.has(file) ? load(file).exports : requirePackage(id);
    };
  };

  /** @param {string} file */
  const load = (file) => {
    const known = loaded.get(file);
    if (known) return known;
    /** @type {LoadedModule} */
    const module = /** @type {any} */ (new Module(file));
    module.filename = file;
    module.require = requireFrom(path.dirname(file));
    // Before it runs: it may import itself by way of others.
    loaded.set(file, module);
    try {
      module._compile(code.get(file) ?? '', file);
    } catch (error) {
      loaded.delete(file);
      throw error;
    }
    return module;
  };

  return {
    require: requireFrom(folder),
    /** Takes what was compiled anew. @param {readonly { path: string, data: string }[]} files */
    add(files) {
      for (const file of files) {
        code.set(file.path, file.data);
        loaded.delete(file.path);
      }
    },
  };
}
