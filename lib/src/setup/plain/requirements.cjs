'use strict';

/**
 * Checks setup's requirements of the machine before anything is downloaded. Plain JavaScript without
 * dependencies, because a fresh clone runs it before anything is compiled.
 */

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const { checkMachine, checkSpace, describeMachine, isOlder } = require('./machine.cjs');

/**
 * @typedef {{ executable: string, version: string }} Python
 * @typedef {import('./machine.cjs').Missing} Missing
 */

const OLDEST_PYTHON = [3, 10];
const PYTHON_NAMES = [
  'python3',
  'python3.14',
  'python3.13',
  'python3.12',
  'python3.11',
  'python3.10',
  'python',
];

// This program works with every Python since 2.7, so that an old Python can report its version.
const PYTHON_PROBE = `
import json, sys
missing = []
for name in ("venv", "ensurepip", "ssl", "zlib", "fcntl"):
    try:
        __import__(name)
    except ImportError:
        missing.append(name)
print(json.dumps({"executable": sys.executable, "version": list(sys.version_info[:3]), "missing": missing}))
`;

/** The distribution and those it is based on, such as `['ubuntu', 'debian']`. @returns {string[]} */
function distribution() {
  if (process.platform === 'darwin') return ['macos'];
  try {
    const text = fs.readFileSync('/etc/os-release', 'utf8');
    return ['ID', 'ID_LIKE'].flatMap((key) => {
      const value = new RegExp(`^${key}="?([^"\n]*)"?$`, 'm').exec(text)?.[1];
      return value ? value.split(' ') : [];
    });
  } catch {
    return [];
  }
}

/**
 * A sentence with the command that installs a suitable Python.
 *
 * @param {'none' | 'old' | 'no venv'} state state of the Python that was found
 * @param {string} version its version, such as `3.12`
 * @param {string[]} [system]
 * @param {boolean} [isRoot]
 */
function pythonRemedy(state, version, system = distribution(), isRoot = process.getuid?.() === 0) {
  const sudo = isRoot ? '' : 'sudo ';
  if (system.includes('macos')) return 'Install it with `brew install python@3.13`.';
  if (system.includes('ubuntu') && state === 'old') {
    return `Install it with \`${sudo}add-apt-repository ppa:deadsnakes/ppa && ${sudo}apt-get update && ${sudo}apt-get install -y python3.12 python3.12-venv\`.`;
  }
  if ((system.includes('debian') || system.includes('ubuntu')) && state !== 'old') {
    const packages = state === 'no venv' ? `python${version}-venv` : 'python3 python3-venv';
    return `Install it with \`${sudo}apt-get update && ${sudo}apt-get install -y ${packages}\`.`;
  }
  if (system.includes('fedora') || system.includes('rhel')) {
    return `Install it with \`${sudo}dnf install -y ${state === 'old' ? 'python3.12' : 'python3'}\`.`;
  }
  return 'Install Python 3.10 or newer, with its venv module, from your system or from https://www.python.org/downloads/.';
}

/** Timeout for a Python to report its version. On an overloaded machine, this has taken more than 20 s. */
const PROBE_SECONDS = 120;

/**
 * @param {string} name
 * @returns {{ executable: string, version: number[], missing: string[] } | 'too slow' | undefined}
 */
function probePython(name) {
  const limits = { timeout: 1000 * PROBE_SECONDS, killSignal: /** @type {const} */ ('SIGKILL') };
  const { status, stdout, error } = spawnSync(name, ['-c', PYTHON_PROBE], { encoding: 'utf8', ...limits });
  if (/** @type {NodeJS.ErrnoException | undefined} */ (error)?.code === 'ETIMEDOUT') return 'too slow';
  if (status !== 0) return undefined;
  try {
    return JSON.parse(stdout);
  } catch {
    return undefined;
  }
}

/**
 * Finds a Python of 3.10 or newer with venv: `MNIST_LAB_PYTHON` if it is set, otherwise the first suitable one
 * of `PYTHON_NAMES` on the PATH.
 *
 * @returns {{ python: Python, missing?: undefined } | { python?: undefined, missing: Missing }}
 */
function findPython() {
  const wanted = `Python ${OLDEST_PYTHON.join('.')} or newer with venv is needed`;
  /** @type {Missing | undefined} */
  let nearest;
  for (const name of process.env.MNIST_LAB_PYTHON ? [process.env.MNIST_LAB_PYTHON] : PYTHON_NAMES) {
    const found = probePython(name);
    if (!found) continue;
    if (found === 'too slow') {
      nearest ??= {
        problem: `${wanted}, and ${name} did not report its version within ${PROBE_SECONDS} s`,
        remedy: 'Try again when the machine is less busy.',
      };
      continue;
    }
    const version = found.version.join('.');
    if (isOlder(found.version, OLDEST_PYTHON)) {
      nearest ??= {
        problem: `${wanted}, found only ${version} (${found.executable})`,
        remedy: pythonRemedy('old', version),
      };
    } else if (found.missing.length > 0) {
      // Report a Python that only lacks a module rather than one that is too old.
      nearest = {
        problem: `${wanted}; ${version} (${found.executable}) lacks ${found.missing.join(', ')}`,
        remedy: pythonRemedy('no venv', found.version.slice(0, 2).join('.')),
      };
    } else {
      return { python: { executable: found.executable, version } };
    }
  }
  nearest ??= {
    problem: process.env.MNIST_LAB_PYTHON
      ? `${wanted}, but MNIST_LAB_PYTHON is ${process.env.MNIST_LAB_PYTHON}, which does not run`
      : `${wanted}, but none was found on the PATH`,
    remedy: pythonRemedy('none', ''),
  };
  return { missing: nearest };
}

/**
 * Checks all requirements together, so that one message lists everything that is missing.
 *
 * @param {string} directory in which setup will install
 * @param {number} bytes needed there
 * @returns {Python}
 * @throws {Error} that lists everything that is missing, with the commands that install it
 */
function requireMachine(directory, bytes) {
  const machine = checkMachine(describeMachine());
  const { python, missing } = findPython();
  // On an unsupported machine, advice on Python is useless.
  const all = machine
    ? [machine]
    : [missing, checkSpace(directory, bytes)].filter((one) => one !== undefined);
  if (all.length > 0 || !python) {
    const lines = all.map(({ problem, remedy }) => `  - ${problem}.\n    ${remedy}`);
    throw new Error(`Setup cannot start. Nothing was downloaded.\n${lines.join('\n')}`);
  }
  return python;
}

module.exports = { pythonRemedy, findPython, requireMachine };
