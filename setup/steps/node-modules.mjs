// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import runModule from '#plain/run';
import stamps from '#plain/stamp';
import { inProject, workFolder } from '../project.mjs';

const place = inProject('node_modules');
const stamp = path.join(place, '.mnist-lab.json');

/** @param {string} file */
const readJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));

/** @type {string[]} */
const workspaces = readJson(inProject('package.json')).workspaces;
const manifests = ['package.json', ...workspaces.map((folder) => path.join(folder, 'package.json'))];

/**
 * Programs of the workspaces, such as mnist-lab. They are copied to the folder in which npm installs, because npm
 * links only programs that exist.
 */
const programs = workspaces.flatMap((folder) => {
  /** @type {Record<string, string>} */
  const bin = readJson(inProject(path.join(folder, 'package.json'))).bin ?? {};
  return Object.values(bin).map((file) => path.join(folder, file));
});

/** Everything that determines the installed packages. Changed scripts do not require a new installation. */
function inputs() {
  const relevant = /ependencies|^overrides$|^workspaces$|^bin$/;
  return {
    manifests: manifests.map((file) =>
      Object.entries(readJson(inProject(file))).filter(([key]) => relevant.test(key)),
    ),
    lockfile: stamps.hashInputs(fs.readFileSync(inProject('package-lock.json'), 'utf8')),
    system: `${process.platform}-${process.arch}`,
  };
}

/**
 * @typedef {{ link?: boolean, optional?: boolean, devOptional?: boolean, os?: string[], cpu?: string[] }} Locked
 */

/**
 * The packages that the lockfile requires on this system, by their folders.
 *
 * @returns {[folder: string, package: Locked][]}
 */
function wantedPackages() {
  /** @type {Record<string, Locked>} */
  const packages = readJson(inProject('package-lock.json')).packages;
  /** @param {string[] | undefined} list @param {string} name */
  const admits = (list, name) => !list || list.includes(name);
  return Object.entries(packages).filter(
    ([key, { link, os, cpu }]) =>
      key.includes('node_modules/') && !link && admits(os, process.platform) && admits(cpu, process.arch),
  );
}

/**
 * The required packages that are not installed, by their folders. Optional packages do not count, because npm may
 * skip them.
 *
 * @param {string} project where to look
 */
export function missingPackages(project) {
  return wantedPackages()
    .filter(([, { optional, devOptional }]) => !optional && !devOptional)
    .map(([folder]) => folder)
    .filter((folder) => !fs.existsSync(path.join(project, folder, 'package.json')));
}

/**
 * Arguments for npm, which override the user's settings (`.npmrc`, `NODE_ENV`, `npm_config_…`).
 *
 * @param {string} folder the project to install
 */
export const installWords = (folder) => [
  'ci',
  ...['--prefix', folder, '--no-global', '--no-dry-run', '--package-lock'],
  ...['--include=dev', '--include=optional', '--include=peer'],
  ...['--install-strategy=hoisted', '--no-install-links', '--bin-links', '--no-legacy-peer-deps'],
  ...['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http'],
];

/**
 * The package.json of each package that npm has installed, according to its record.
 * @param {string} project
 * @returns {string[]}
 */
function installedManifests(project) {
  const packages = Object.keys(readJson(path.join(project, 'node_modules', '.package-lock.json')).packages);
  return packages
    .filter((key) => key.includes('node_modules/'))
    .map((key) => path.join(project, key, 'package.json'))
    .filter((file) => fs.existsSync(file));
}

/** Moves the results of `mnist-lab setup`, which has its own stamps, from the old node_modules to the new one. */
function keepTensorflow(/** @type {string} */ from, /** @type {string} */ to) {
  const tfjsNode = path.join('@tensorflow', 'tfjs-node');
  for (const folder of [
    path.join(tfjsNode, 'deps'),
    path.join(tfjsNode, 'lib'),
    path.join('.cache', 'mnist-lab'),
  ]) {
    const source = path.join(from, folder);
    const target = path.join(to, folder);
    if (!fs.existsSync(source) || fs.existsSync(target)) continue;
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.renameSync(source, target);
  }
}

/** Environment variables that npm must not inherit: with these unset, it installs all workspaces of the project. */
export const installEnvironment = {
  npm_config_local_prefix: undefined,
  npm_config_workspace: undefined,
  npm_config_workspaces: undefined,
};

/** @type {import('#jupyter/setup').Step} */
export const nodeModules = {
  title: 'Node packages',
  room: 0.7e9,

  // The stamp may be from an older version of setup, which also stamped incomplete installations.
  isDone: () => stamps.stampFits(stamp, inputs()) && missingPackages(inProject()).length === 0,

  async run({ lock, signal, progress }) {
    // Install to a temporary folder and rename it into place, because npm leaves an incomplete folder when it
    // is interrupted.
    const aside = path.join(workFolder, 'node-modules');
    for (const file of [...manifests, ...programs, 'package-lock.json', '.npmrc']) {
      fs.cpSync(inProject(file), path.join(aside, file));
    }
    // npm requests each package twice: its metadata, then the package itself.
    const total = 2 * wantedPackages().length;
    let fetched = 0;
    await runModule.run('npm', installWords(aside), {
      cwd: aside,
      env: installEnvironment,
      lock,
      signal,
      onLine(line) {
        if (!line.includes('http fetch GET 200')) return;
        fetched += 1;
        const percent = Math.min(Math.floor((100 * fetched) / total), 99);
        progress(`downloading, ${Math.min(fetched, total)} of ${total} files (${percent}%)`);
      },
    });
    const [missing, ...others] = missingPackages(aside);
    if (missing)
      throw new Error(
        `Installing the Node packages: npm skipped ${missing}${others.length > 0 ? ` and ${others.length} more` : ''}. Check your npm settings: npm config list.`,
      );
    const made = path.join(aside, 'node_modules');
    const old = path.join(workFolder, 'replaced-node_modules');
    keepTensorflow(place, made);
    stamps.writeStamp(path.join(made, path.basename(stamp)), inputs(), [
      path.join(made, '.package-lock.json'),
      ...installedManifests(aside),
    ]);
    placeNested(aside);
    if (fs.existsSync(place)) fs.renameSync(place, old);
    fs.renameSync(made, place);
    const count = installedManifests(inProject()).length;
    return `${count} packages installed`;
  },
};

/**
 * Moves the node_modules of workspaces into place. A workspace has its own if it needs another version of a package
 * than the project.
 */
function placeNested(/** @type {string} */ aside) {
  for (const nested of workspaces.map((folder) => path.join(folder, 'node_modules'))) {
    fs.rmSync(inProject(nested), { recursive: true, force: true });
    if (fs.existsSync(path.join(aside, nested))) fs.renameSync(path.join(aside, nested), inProject(nested));
  }
}
