import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** One version of an interpreter. */
export interface Interpreter {
  readonly program: 'Node' | 'Python';
  readonly version: string;
  readonly file: string;
}

/** All supported versions of Node, from npm packages with its binaries. */
export function installNodes(folder: string): Interpreter[] {
  return ['20', '22', '24', '26'].map((major) => {
    const name = `node-${process.platform}-${process.arch}`;
    const prefix = path.join(folder, `node-${major}`);
    mkdirSync(prefix, { recursive: true });
    const words = ['install', '--no-save', '--prefix', prefix, `${name}@${major}`];
    execFileSync('npm', words, { stdio: ['ignore', 'ignore', 'inherit'] });
    const file = path.join(prefix, 'node_modules', name, 'bin', 'node');
    return { program: 'Node', version: versionOf(file), file };
  });
}

/** Every Python from 3.10 on this machine: on the PATH, and those of pyenv. */
export function findPythons(): Interpreter[] {
  const pyenv = path.join(process.env.PYENV_ROOT || path.join(os.homedir(), '.pyenv'), 'versions');
  const folders = [
    ...(process.env.PATH ?? '').split(path.delimiter),
    ...(existsSync(pyenv) ? readdirSync(pyenv).map((name) => path.join(pyenv, name, 'bin')) : []),
  ];
  const files = folders.flatMap((folder) =>
    ['python3', ...[10, 11, 12, 13, 14, 15].map((minor) => `python3.${minor}`)].map((name) =>
      path.join(folder, name),
    ),
  );
  // A file in a folder `shims` only starts one of the other interpreters, so it does not count.
  const found = files.filter((file) => existsSync(file) && !file.includes(`${path.sep}shims${path.sep}`));
  return [...new Set(found.map((file) => realpathSync(file)))]
    .map((file) => ({ program: 'Python' as const, version: versionOf(file), file }))
    .filter(({ version }) => Number(version.split('.')[1]) >= 10)
    .toSorted((one, other) => one.version.localeCompare(other.version, 'en', { numeric: true }));
}

function versionOf(file: string): string {
  const { stdout, stderr } = spawnSync(file, ['--version'], { encoding: 'utf8' });
  return /\d+(\.\d+)+/.exec(stdout + stderr)?.[0] ?? 'unknown';
}
