'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { run } = require('./run.cjs');

/**
 * Name of a file that is created first in an environment. It distinguishes environments made by setup, even
 * unfinished ones, from a user's own folder.
 */
const mark = 'made-by-mnist-lab';

/**
 * Creates a virtual environment and installs a list of packages into it. pip installs only listed packages, and
 * verifies the checksum of each file. An earlier environment of setup is replaced. Any other folder in its place is
 * renamed.
 *
 * @param {string} place the environment's folder
 * @param {string} requirements the list, written by `uv pip compile`
 * @param {{ python: string, temporary: string, lock?: number, signal?: AbortSignal, progress: (text: string) => void }} tools
 *   `temporary`: a folder on the same disk, for pip's downloads
 * @returns {Promise<string>} the environment's Python
 */
async function installPackages(place, requirements, { python, temporary, lock, signal, progress }) {
  progress(`making ${path.basename(place)}`);
  clearPlace(place);
  fs.mkdirSync(place);
  fs.writeFileSync(
    path.join(place, mark),
    'mnist-lab created this folder, and may delete and recreate it.\n',
  );
  await run(python, ['-m', 'venv', place], { lock, signal });
  fs.mkdirSync(temporary, { recursive: true });
  const total = fs.readFileSync(requirements, 'utf8').match(/^[A-Za-z]/gm)?.length ?? 0;
  const start = performance.now();
  let collected = 0;
  let megabytes = 0;
  const executable = path.join(place, 'bin', 'python');
  const quiet = ['--no-input', '--no-user', '--disable-pip-version-check', '--progress-bar', 'off'];
  const exact = ['--only-binary', ':all:', '--require-hashes', '--requirement', requirements];
  await run(executable, ['-m', 'pip', 'install', ...quiet, ...exact], {
    env: { TMPDIR: temporary },
    lock,
    signal,
    onLine(line) {
      const [, amount, unit] = /^\s*Downloading .*\((?:([\d.]+) (kB|MB))\)/.exec(line) ?? [];
      if (amount) megabytes += Number(amount) / (unit === 'kB' ? 1000 : 1);
      if (line.startsWith('Collecting ')) collected += 1;
      if (line.startsWith('Installing ')) return progress(`installing ${total} packages`);
      const rate = megabytes / ((performance.now() - start) / 1000);
      const percent = Math.floor((100 * collected) / total);
      progress(
        `downloading, ${collected} of ${total} packages (${percent}%), ` +
          `${megabytes.toFixed(1)} MB at ${rate.toFixed(1)} MB/s`,
      );
    },
  });
  return executable;
}

/** @param {string} place */
function clearPlace(place) {
  if (!fs.existsSync(place)) return;
  if (fs.existsSync(path.join(place, mark)))
    fs.rmSync(place, { recursive: true, force: true, maxRetries: 5 });
  else fs.renameSync(place, `${place}.before-${new Date().toISOString().replaceAll(':', '-')}`);
}

/** The files in which pip lists each package's content. @param {string} place the environment's folder */
function installedRecords(place) {
  const lib = path.join(place, 'lib');
  return fs.readdirSync(lib).flatMap((version) => {
    const packages = path.join(lib, version, 'site-packages');
    return fs
      .readdirSync(packages)
      .filter((name) => name.endsWith('.dist-info'))
      .map((name) => path.join(packages, name, 'RECORD'));
  });
}

module.exports = { installPackages, installedRecords };
