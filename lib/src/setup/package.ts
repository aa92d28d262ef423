import fs from 'node:fs';
import path from 'node:path';
import { foldersUpwards } from '../files/paths.js';
import { isRecord, readJson } from '../files/read-json.js';
import { showValue } from '../text/escape.js';
import { tfjsNodeVersion } from './pinned.js';
import { run } from './plain/run.cjs';

/**
 * @returns the folder of the tfjs-node that a project loads, with links resolved, or undefined if there is none
 */
export function findTfjsNode(projectDirectory: string): string | undefined {
  for (const directory of foldersUpwards(projectDirectory)) {
    const found = path.join(directory, 'node_modules', '@tensorflow', 'tfjs-node');
    if (fs.existsSync(path.join(found, 'package.json'))) return fs.realpathSync(found);
  }
  return undefined;
}

export function packageVersion(directory: string): string {
  const file = path.join(directory, 'package.json');
  const manifest = readJson(file);
  if (isRecord(manifest) && typeof manifest.version === 'string') return manifest.version;
  throw new TypeError(`Reading ${file}: expected an object with a version but found ${showValue(manifest)}.`);
}

/**
 * @returns the folder of the package that contains `directory`: the nearest folder with a `package.json`
 * @throws {Error} if there is none
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
 * The lockfile of a project's package manager, if it is not npm, and its command that adds a package without
 * running scripts.
 */
function otherManager(project: string): { lockfile: string; command: string; note?: string } | undefined {
  const lockfile = ['pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb'].find((name) =>
    fs.existsSync(path.join(project, name)),
  );
  if (!lockfile) return undefined;
  if (lockfile === 'yarn.lock' && isModernYarn(project)) {
    const note = ' Yarn has to keep packages in node_modules: `yarn config set nodeLinker node-modules`.';
    return { lockfile, command: 'yarn add --mode=skip-build', note };
  }
  const [manager] = lockfile.split(/[-.]/);
  return { lockfile, command: `${manager} add --ignore-scripts` };
}

/** Whether a project uses Yarn 2 or newer, which has other options and by default no node_modules. */
function isModernYarn(project: string): boolean {
  if (fs.existsSync(path.join(project, '.yarnrc.yml'))) return true;
  return /^__metadata:/m.test(fs.readFileSync(path.join(project, 'yarn.lock'), 'utf8'));
}

/**
 * Ensures that a project has the version of tfjs-node that mnist-lab needs.
 *
 * npm must not run the package's install script, which downloads from a URL that no longer works.
 * Therefore tfjs-node is an optional peer dependency of mnist-lab, and this function installs it.
 *
 * @param onLine is called with each line of npm's output
 * @returns the package's folder
 * @throws {Error} if the project uses another package manager, or has another version
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
  const other = otherManager(project);
  if (other) {
    throw new Error(
      `${project} has a ${other.lockfile}, so npm must not install into it. ` +
        `Run \`${other.command} ${wanted}\`, then \`npx mnist-lab setup\` again.${other.note ?? ''}`,
    );
  }
  // Save an optional dependency: if a later `npm ci` runs its install script, which fails, npm skips the
  // package instead of failing.
  const save = ['--save-exact', '--save-optional', '--include=optional'];
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
