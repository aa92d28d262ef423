// @ts-check
/**
 * Makes `lib/dist`: the compiler's JavaScript and declarations, and the script of the page to draw on, in one piece.
 *
 * Plain Node: it is run by the set-up of a fresh clone, as soon as node_modules is there.
 */

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const library = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

// npm links `tsc` to the one that tslab brings.
const compiler = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
const { status } = spawnSync(process.execPath, [compiler, '-b', library], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

const { buildSync } = await import('esbuild');
const { outputFiles } = buildSync({
  absWorkingDir: library,
  entryPoints: ['src/export/page/main.ts'],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  charset: 'utf8',
  logLevel: 'warning',
});
replaceWhole(path.join(library, 'dist', 'export', 'page.bundle.js'), outputFiles[0]?.text ?? '');

/** Writes what has changed, and never half of it: others may be reading. @param {string} file @param {string} text */
function replaceWhole(file, text) {
  if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') === text) return;
  const temporary = `${file}.${process.pid}`;
  fs.writeFileSync(temporary, text);
  fs.renameSync(temporary, file);
}
