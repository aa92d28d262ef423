// @ts-check
/**
 * Builds `lib/dist`: the compiled JavaScript and declarations, and the bundled script of the demo page.
 *
 * This script is JavaScript, because the setup of a fresh clone runs it before anything is compiled.
 */

import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import stamps from '#plain/stamp';

const library = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

// Run the compiler by its path, because npm links `tsc` to the older TypeScript of tslab.
const compiler = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
const { status } = spawnSync(process.execPath, [compiler, '-b', library], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

const { buildSync } = await import('esbuild');
const { outputFiles } = buildSync({
  absWorkingDir: library,
  entryPoints: ['src/export/page/main.ts'],
  bundle: true,
  write: false,
  format: 'iife',
  platform: 'browser',
  target: 'es2022',
  charset: 'utf8',
  logLevel: 'warning',
});
stamps.writeWhole(path.join(library, 'dist', 'export', 'page.bundle.js'), outputFiles[0]?.text ?? '');
