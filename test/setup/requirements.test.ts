import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  checkMachine,
  checkSpace,
  describeMachine,
  macosOf,
  OLDEST_GLIBC,
} from '../../lib/src/setup/plain/machine.cjs';
import { findPython, pythonRemedy, requireMachine } from '../../lib/src/setup/plain/requirements.cjs';
import { temporaryFolder } from '../temporary-folder.js';

const linux = { platform: 'linux', architecture: 'x64', nodeVersion: '20.0.0', glibcVersion: '2.36' };

const mac = { platform: 'darwin', architecture: 'arm64', nodeVersion: '24.0.0', macosVersion: 15 };

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Puts only a Python that runs this code at its start onto the PATH. */
function pathWithPython(startupCode: string): void {
  const python = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], {
    encoding: 'utf8',
  }).trim();
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'startup'));
  writeFileSync(path.join(folder, 'startup', 'sitecustomize.py'), startupCode);
  const script = `#!/bin/sh\nPYTHONPATH='${folder}/startup' exec '${python}' "$@"\n`;
  writeFileSync(path.join(folder, 'python3'), script, { mode: 0o755 });
  vi.stubEnv('PATH', folder);
  vi.stubEnv('MNIST_LAB_PYTHON', undefined);
}

describe('checkMachine()', () => {
  test('reports nothing on the three systems with a published TensorFlow library', () => {
    expect(checkMachine(linux)).toBeUndefined();
    expect(checkMachine({ ...linux, architecture: 'arm64' })).toBeUndefined();
    expect(
      checkMachine({ platform: 'darwin', architecture: 'arm64', nodeVersion: '26.1.0', macosVersion: 14 }),
    ).toBeUndefined();
    expect(checkMachine(describeMachine())).toBeUndefined();
  });

  test('recommends WSL 2 on Windows', () => {
    const missing = checkMachine({ platform: 'win32', architecture: 'x64', nodeVersion: '24.0.0' });
    expect(missing?.problem).toContain('win32 x64');
    expect(missing?.remedy).toContain('wsl --install');
  });

  test.each([
    ['a 32-bit Node', { ...linux, architecture: 'ia32' }, '64-bit'],
    ['an Intel Mac', { platform: 'darwin', architecture: 'x64', nodeVersion: '24.0.0' }, 'macOS arm64'],
    ['a system without glibc', { ...linux, glibcVersion: undefined }, 'musl'],
    ['an old glibc', { ...linux, glibcVersion: '2.27' }, 'glibc 2.28 or newer is needed, found 2.27'],
    ['an old macOS', { ...mac, macosVersion: 13 }, 'macOS 14 or newer is needed, found 13'],
    ['an old processor', { ...linux, hasAvx: false }, 'a processor with AVX'],
    ['an old Node', { ...linux, nodeVersion: '18.20.1' }, 'found 18.20.1'],
  ])('reports %s', (_name, machine, words) => {
    expect(checkMachine(machine)?.problem).toContain(words);
  });
});

test.each([
  ['20.6.0', 11],
  ['23.0.0', 14],
  ['24.6.0', 15],
  ['25.0.0', 26],
])('macosOf() converts Darwin %s to macOS %i', (release, version) => {
  expect(macosOf(release)).toBe(version);
});

const hasReadelf = spawnSync('readelf', ['--version']).status === 0;

// The libraries' requirements can be read only with binutils.
test.skipIf(process.platform !== 'linux' || !hasReadelf)(
  'the required glibc version is the newest that a library in the packages needs',
  () => {
    const versions = nativeLibraries().flatMap((file) => {
      const needed = execFileSync('readelf', ['--version-info', '--wide', file], {
        encoding: 'utf8',
        maxBuffer: 1e9,
      });
      return [...needed.matchAll(/Name: GLIBC_(\d+)\.(\d+)/g)].map((found) => found.slice(1).map(Number));
    });
    const newest = versions.sort(([, a], [, b]) => b! - a!)[0];
    expect(newest).toEqual(OLDEST_GLIBC);
  },
);

/** Native libraries of sharp and TensorFlow. The largest one is left out: it takes long to read, and needs only an older glibc. */
function nativeLibraries(): string[] {
  const modules = path.resolve('node_modules');
  const images = path.join(modules, '@img');
  const ofImages = readdirSync(images, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(node|so[.\d]*)$/.test(file) && !file.includes('musl'))
    .map((file) => path.join(images, file));
  const deps = path.join(modules, '@tensorflow', 'tfjs-node', 'deps', 'lib');
  return [...ofImages, path.join(deps, 'libtensorflow_framework.so.2')];
}

describe('pythonRemedy()', () => {
  test.each([
    ['Debian without Python', 'none', ['debian'], 'sudo apt-get install -y python3 python3-venv'],
    ['Ubuntu without venv', 'no venv', ['ubuntu', 'debian'], 'sudo apt-get install -y python3.12-venv'],
    ['Ubuntu with an old Python', 'old', ['ubuntu', 'debian'], 'ppa:deadsnakes/ppa'],
    ['Fedora', 'none', ['fedora'], 'sudo dnf install -y python3'],
    ['Rocky Linux with an old Python', 'old', ['rocky', 'rhel', 'fedora'], 'sudo dnf install -y python3.12'],
    ['macOS', 'old', ['macos'], 'brew install python@3.13'],
    ['an unknown system', 'none', [], 'https://www.python.org/downloads/'],
  ] as const)(
    'returns the command or the page for installing Python on %s',
    (_name, state, system, command) => {
      expect(pythonRemedy(state, '3.12', [...system], false)).toContain(command);
    },
  );

  test('returns a command without sudo for root', () => {
    expect(pythonRemedy('none', '', ['debian'], true)).not.toContain('sudo');
  });
});

describe('findPython()', () => {
  test('returns a Python that has the module venv', () => {
    const { python } = findPython();
    expect(python?.version).toMatch(/^3\.\d+\.\d+$/);
    execFileSync(python!.executable, ['-c', 'import venv']);
  });

  test('reports that no Python was found', () => {
    vi.stubEnv('PATH', temporaryFolder());
    vi.stubEnv('MNIST_LAB_PYTHON', undefined);
    expect(findPython().missing?.problem).toContain('none was found on the PATH');
  });

  test('reports the version of a Python that is too old', () => {
    pathWithPython('import sys\nsys.version_info = (3, 8, 20, "final", 0)\n');
    expect(findPython().missing?.problem).toContain('found only 3.8.20');
  });

  test('reports that the module venv is missing', () => {
    pathWithPython('import sys\nsys.modules["ensurepip"] = None\n');
    expect(findPython().missing?.problem).toContain('lacks ensurepip');
  });

  test('considers only the Python in MNIST_LAB_PYTHON if that is set', () => {
    vi.stubEnv('MNIST_LAB_PYTHON', '/nowhere/python');
    expect(findPython().missing?.problem).toContain('/nowhere/python');
  });
});

describe('checkSpace()', () => {
  test('accepts enough disk space, and reports the free space if it is too little', () => {
    const folder = temporaryFolder();
    expect(checkSpace(folder, 1)).toBeUndefined();
    expect(checkSpace(folder, 1e18)?.problem).toMatch(/1000000000\.0 GB .* found \d+\.\d GB/);
  });
});

test('requireMachine() throws one error that lists all missing requirements', () => {
  vi.stubEnv('PATH', temporaryFolder());
  vi.stubEnv('MNIST_LAB_PYTHON', undefined);
  expect(() => requireMachine(temporaryFolder(), 1e18)).toThrow(
    /Nothing was downloaded\.\n {2}- Python 3\.10[\s\S]*\n {2}- .*free disk space/,
  );
});
