import fs from 'node:fs';
import path from 'node:path';
import { foldersUpwards } from '../system/folders-upwards.js';
import { tfjsNodeVersion } from './pinned.js';
import { run } from './plain/run.cjs';

/**
 * Finds the tfjs-node that a project's programs load.
 *
 * @returns its folder, links resolved, or undefined where there is none
 */
export function findTfjsNode(projectDirectory: string): string | undefined {
  for (const directory of foldersUpwards(projectDirectory)) {
    const found = path.join(directory, 'node_modules', '@tensorflow', 'tfjs-node');
    if (fs.existsSync(path.join(found, 'package.json'))) return fs.realpathSync(found);
  }
  return undefined;
}

/** @returns the version in a package's folder */
export function packageVersion(directory: string): string {
  return JSON.parse(fs.readFileSync(path.join(directory, 'package.json'), 'utf8')).version;
}

/**
 * @returns the folder of the package that a folder belongs to: the nearest with a `package.json`
 * @throws {Error} where there is none
 */
export function findProject(directory: string): string {
  for (const current of foldersUpwards(directory)) {
    if (fs.existsSync(path.join(current, 'package.json'))) return current;
  }
  throw new Error(
    `No package.json in ${path.resolve(directory)} or above it. Run \`npm init -y\` in your project's folder, ` +
      'then `npx mnist-lab setup` there.',
  );
}

/**
 * Sees to it that a project has the tfjs-node that mnist-lab needs.
 *
 * npm must not run the package's install script, which downloads from a place that is gone; therefore it is
 * an optional peer of mnist-lab that is installed here.
 *
 * @param onLine is called with each line that npm writes
 * @returns the package's folder
 * @throws {Error} for a project of another package manager, or one that has another version
 */
export async function ensureTfjsNode(
  projectDirectory: string,
  onLine: (line: string) => void,
  { lock, signal }: { lock?: number; signal?: AbortSignal } = {},
): Promise<string> {
  const wanted = `@tensorflow/tfjs-node@${tfjsNodeVersion}`;
  const existing = findTfjsNode(projectDirectory);
  if (existing) {
    const version = packageVersion(existing);
    if (version === tfjsNodeVersion) return existing;
    throw new Error(
      `mnist-lab needs ${wanted}, found ${version} in ${existing}. ` +
        `Run \`npm install --ignore-scripts ${wanted}\`, then \`npx mnist-lab setup\` again.`,
    );
  }
  const project = findProject(projectDirectory);
  for (const [lockfile, command] of [
    ['pnpm-lock.yaml', 'pnpm add --ignore-scripts'],
    ['yarn.lock', 'yarn add --ignore-scripts'],
    ['bun.lock', 'bun add --ignore-scripts'],
  ] as const) {
    if (fs.existsSync(path.join(project, lockfile))) {
      throw new Error(
        `${project} has a ${lockfile}, so npm must not install into it. ` +
          `Run \`${command} ${wanted}\`, then \`npx mnist-lab setup\` again.`,
      );
    }
  }
  // Optional, so that a later `npm ci` of the project, scripts and all, drops the package and goes on.
  const save = ['--save-exact', '--save-optional'];
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...save, wanted], {
    cwd: project,
    lock,
    signal,
    onLine,
  });
  const installed = findTfjsNode(project);
  if (!installed) throw new Error(`npm installed ${wanted} in ${project}, yet it is not in its node_modules`);
  return installed;
}
