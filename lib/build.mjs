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
  format: 'iife',
  platform: 'browser',
  target: 'es2022',
  charset: 'utf8',
  logLevel: 'warning',
});
replaceWhole(path.join(library, 'dist', 'export', 'page.bundle.js'), outputFiles[0]?.text ?? '');

copyJupyter(path.join(library, '..', 'setup'), path.join(library, 'jupyter'));

/**
 * The kernel and what makes a project ready for notebooks, for the package: a copy of the clone's own, in which paths
 * are those of the project that has installed the package.
 *
 * @param {string} from @param {string} to
 */
function copyJupyter(from, to) {
  const replaced = {
    'project.mjs': `import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
export const root = process.env.MNIST_LAB_PROJECT || process.cwd();
/** What belongs to the set-up is in the package, everything else in the project. */
export const inProject = (...parts) =>
  parts[0] === 'setup' ? path.join(here, ...parts.slice(1)) : path.join(root, ...parts);
export const kernelEnvironment = { MNIST_LAB_PROJECT: root };
export const workFolder = inProject('.setup', 'work');
export const venvPython = inProject('.venv', 'bin', 'python');
`,
    // The package is compiled already.
    'steps/library.mjs': "export const compileNow = () => '';\n",
  };
  const copied = [
    'kernel.mjs',
    'notebooks.mjs',
    'ask-kernel.py',
    'requirements.txt',
    'steps/kernel-spec.mjs',
    'steps/python-environment.mjs',
    ...fs.readdirSync(path.join(from, 'kernel')).map((name) => `kernel/${name}`),
  ];
  const files = new Map([
    ...copied.map((name) => /** @type {const} */ ([name, fs.readFileSync(path.join(from, name), 'utf8')])),
    ...Object.entries(replaced),
  ]);
  for (const name of fs.existsSync(to) ? fs.readdirSync(to, { recursive: true, encoding: 'utf8' }) : [])
    if (path.extname(name) !== '' && !files.has(name)) fs.rmSync(path.join(to, name));
  for (const [name, text] of files) {
    fs.mkdirSync(path.dirname(path.join(to, name)), { recursive: true });
    replaceWhole(path.join(to, name), text.replaceAll('../lib/src/', '../src/'));
  }
}

/** Writes what has changed, and never half of it: others may be reading. @param {string} file @param {string} text */
function replaceWhole(file, text) {
  if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') === text) return;
  const temporary = `${file}.${process.pid}`;
  fs.writeFileSync(temporary, text);
  fs.renameSync(temporary, file);
}
