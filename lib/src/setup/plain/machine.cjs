'use strict';

/** Describes this machine, and checks whether it meets the requirements of setup. */

const fs = require('node:fs');
const os = require('node:os');

/**
 * @typedef {object} Machine
 * @property {string} platform
 * @property {string} architecture
 * @property {string} nodeVersion
 * @property {string} [glibcVersion] on Linux
 * @property {number} [macosVersion] macOS's major version
 * @property {boolean} [hasAvx] whether an x64 processor has AVX, if known
 * @typedef {{ problem: string, remedy: string }} Missing
 */

const OLDEST_NODE = 20;
/** The minimum version of glibc, set by libvips in sharp's package. TensorFlow's library needs 2.27. */
const OLDEST_GLIBC = [2, 28];
/** The minimum version of macOS, set by zeromq's addon. TensorFlow's library needs 12. */
const OLDEST_MACOS = 14;

/** @returns {Machine} */
function describeMachine() {
  // Leave network interfaces out of the report, because listing them can take seconds.
  const report = /** @type {{ excludeNetwork?: boolean, getReport(): unknown }} */ (process.report);
  report.excludeNetwork = true;
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (report.getReport());
  return {
    platform: process.platform,
    architecture: process.arch,
    nodeVersion: process.versions.node,
    glibcVersion: header.glibcVersionRuntime,
    macosVersion: process.platform === 'darwin' ? macosOf(os.release()) : undefined,
    hasAvx: process.platform === 'linux' && process.arch === 'x64' ? readAvx() : undefined,
  };
}

/**
 * The macOS version of a Darwin release: Darwin 20 to 24 are macOS 11 to 15, and Darwin 25 is macOS 26.
 * @param {string} release
 */
function macosOf(release) {
  const darwin = Number(release.split('.')[0]);
  return darwin >= 25 ? darwin + 1 : darwin - 9;
}

/** @returns {boolean | undefined} */
function readAvx() {
  try {
    const [, flags] = /^flags\s*:(.*)$/m.exec(fs.readFileSync('/proc/cpuinfo', 'utf8')) ?? [];
    return flags?.split(' ').includes('avx');
  } catch {
    return undefined;
  }
}

/** @param {readonly number[]} found @param {readonly number[]} wanted */
function isOlder(found, wanted) {
  for (const [place, number] of wanted.entries()) {
    if ((found[place] ?? 0) !== number) return (found[place] ?? 0) < number;
  }
  return false;
}

/** @param {string} version */
const numbers = (version) => version.split('.').map(Number);

/**
 * Checks whether a machine meets the requirements of setup, except for Python and disk space.
 * @param {Machine} machine
 * @returns {Missing | undefined} the first requirement that it does not meet
 */
function checkMachine({ platform, architecture, nodeVersion, glibcVersion, macosVersion, hasAvx }) {
  const found = `this machine is ${platform} ${architecture}`;
  if (platform === 'win32') {
    return {
      problem: `TensorFlow has no library for Node on Windows (${found})`,
      remedy: 'Use WSL 2: run `wsl --install` in PowerShell, then clone and run the project inside Ubuntu.',
    };
  }
  if (!['linux x64', 'linux arm64', 'darwin arm64'].includes(`${platform} ${architecture}`)) {
    const bits = ['ia32', 'arm', 'mips', 'mipsel', 'ppc', 's390'].includes(architecture);
    return {
      problem: bits
        ? `TensorFlow needs a 64-bit system and a 64-bit Node, but ${found}`
        : `TensorFlow publishes libraries for Linux x64, Linux arm64 and macOS arm64, but ${found}`,
      remedy: 'Use one of those systems. On Windows, use WSL 2 (`wsl --install`).',
    };
  }
  if (platform === 'linux' && (!glibcVersion || isOlder(numbers(glibcVersion), OLDEST_GLIBC))) {
    return {
      problem: `glibc ${OLDEST_GLIBC.join('.')} or newer is needed, found ${glibcVersion ?? 'another C library (musl?)'}`,
      remedy: 'Use a distribution with glibc, such as Debian, Ubuntu or Fedora, or a container of one.',
    };
  }
  if (macosVersion !== undefined && macosVersion < OLDEST_MACOS) {
    return {
      problem: `macOS ${OLDEST_MACOS} or newer is needed, found ${macosVersion}`,
      remedy: 'Update macOS, or use a Linux container or virtual machine.',
    };
  }
  if (hasAvx === false) {
    return {
      problem:
        'TensorFlow needs a processor with AVX (made since 2011), which this one lacks or its virtual machine hides',
      remedy:
        'Use another machine, or let the virtual machine expose the host processor (in QEMU `-cpu host`).',
    };
  }
  if (isOlder(numbers(nodeVersion), [OLDEST_NODE])) {
    return {
      problem: `Node ${OLDEST_NODE} or newer is needed, found ${nodeVersion}`,
      remedy: 'Install a newer Node, for example with `nvm install 22`.',
    };
  }
  return undefined;
}

/**
 * @param {string} directory
 * @param {number} bytes needed on its disk
 * @returns {Missing | undefined}
 */
function checkSpace(directory, bytes) {
  const { bavail, bsize } = fs.statfsSync(directory);
  if (bavail * bsize >= bytes) return undefined;
  const gigabytes = (/** @type {number} */ count) => `${(count / 1e9).toFixed(1)} GB`;
  return {
    problem: `${gigabytes(bytes)} of free disk space are needed in ${directory}, found ${gigabytes(bavail * bsize)}`,
    remedy: `Free some space on that disk (\`df -h ${directory}\` shows it), or move the project to another one.`,
  };
}

/**
 * A disk with fewer free bytes counts as full. The limit is not 0, because a program that ran out of space may
 * have removed its files before this check.
 */
const LEAST_BYTES = 50e6;

/**
 * Explains an error caused by a full disk, which other programs report only deep in their output.
 *
 * @param {unknown} error
 * @param {string} directory that most files are written to
 * @returns {unknown} the explained or the original error
 */
function explainFullDisk(error, directory) {
  const { message, cause } = /** @type {Error} */ (error);
  const told = `${message}\n${/** @type {Error | undefined} */ (cause)?.message ?? ''}`;
  const isTold = /ENOSPC|EDQUOT|no space left|disk quota|file system full/i.test(told);
  if (!isTold && ![directory, os.tmpdir()].some(isFull)) return error;
  return new Error(
    `Setting up: the disk of "${directory}" or "${os.tmpdir()}" is full. Free some space ` +
      `(\`df -h ${directory} ${os.tmpdir()}\` shows where) and start again. Completed steps are kept.\n${message}`,
    { cause: error },
  );
}

/** @param {string} folder */
function isFull(folder) {
  try {
    const { bavail, bsize } = fs.statfsSync(folder);
    return bavail * bsize < LEAST_BYTES;
  } catch {
    return false;
  }
}

module.exports = {
  OLDEST_GLIBC,
  describeMachine,
  macosOf,
  isOlder,
  checkMachine,
  checkSpace,
  explainFullDisk,
};
