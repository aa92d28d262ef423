// @ts-check
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import runModule from '#plain/run';
import stamps from '#plain/stamp';
import { inProject } from '../project.mjs';

const sources = inProject('lib', 'src');
const compiled = inProject('lib', 'dist');
const stamp = path.join(compiled, '.mnist-lab.json');
const build = inProject('lib', 'build.mjs');

/** Paths of all source files, sorted. */
function listSources() {
  return fs
    .readdirSync(sources, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]s$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/**
 * Size and modification time of every source and settings file. Unlike checksums, they can be read fast enough at
 * every start of a kernel.
 */
function inputs() {
  const settings = [
    'tsconfig.json',
    ...['tsconfig.json', 'tsconfig.page.json', 'tsconfig.portable.json'].map((name) => `lib/${name}`),
    'lib/build.mjs',
    ...['typescript', 'esbuild'].map((name) => `node_modules/${name}/package.json`),
  ];
  return [...settings.map((file) => inProject(file)), ...listSources()].map((file) => {
    const { size, mtimeMs } = fs.statSync(file, { throwIfNoEntry: false }) ?? { size: 0, mtimeMs: 0 };
    return [path.relative(inProject(), file), size, mtimeMs];
  });
}

function listCompiled() {
  const modules = listSources()
    .filter((file) => !/\.d\.[cm]?ts$/.test(file))
    .map((file) => path.join(compiled, path.relative(sources, file).replace(/\.(c|m?)ts$/, '.$1js')));
  return [...modules, path.join(compiled, 'export', 'page.bundle.js')];
}

/** Removes compiled files of deleted sources, which imports would still find. */
function removeLeftovers() {
  if (!fs.existsSync(compiled)) return;
  const wanted = new Set(listCompiled());
  const entries = fs.readdirSync(compiled, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    const belongsTo = file.replace(/(\.d)?\.([cm]?)[jt]s(\.map)?$/, '.$2js');
    if (entry.isFile() && belongsTo.endsWith('js') && !wanted.has(belongsTo))
      fs.rmSync(file, { force: true });
  }
}

const isCompiled = () => stamps.stampFits(stamp, inputs());

/** Removes the compiler's record if compiled files are missing: with it, the compiler would not write them again. */
function forgetIncomplete() {
  if (!stamps.isAllThere(stamp) || listCompiled().some((file) => !fs.existsSync(file))) {
    for (const name of ['.tsbuildinfo', '.page.tsbuildinfo', '.portable.tsbuildinfo'])
      fs.rmSync(path.join(compiled, name), { force: true });
  }
  removeLeftovers();
}

/**
 * Compiles changed files at the start of a kernel, without output and without waiting for a lock.
 *
 * @returns {string} the compiler's errors, empty if there are none
 */
export function compileNow() {
  if (isCompiled()) return '';
  const before = inputs();
  forgetIncomplete();
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [build], {
    encoding: 'utf8',
    cwd: inProject(),
  });
  if (status !== 0) return (stdout || stderr || String(error)).trim();
  stamps.writeStamp(stamp, before, listCompiled());
  return '';
}

/** @type {import('#jupyter/setup').Step} */
export const library = {
  title: 'Library',
  room: 1e7,
  isDone: isCompiled,
  async run({ lock, signal }) {
    const before = inputs();
    forgetIncomplete();
    await runModule.run(process.execPath, [build], { cwd: inProject(), lock, signal });
    stamps.writeStamp(stamp, before, listCompiled());
    return 'mnist-lab is compiled';
  },
};
