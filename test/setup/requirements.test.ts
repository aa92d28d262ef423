import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  checkMachine,
  checkSpace,
  describeMachine,
  findPython,
  pythonRemedy,
  requireMachine,
} from '../../lib/src/setup/plain/requirements.cjs';
import { temporaryFolder } from '../temporary-folder.js';

const linux = { platform: 'linux', architecture: 'x64', nodeVersion: '20.0.0', glibcVersion: '2.36' };

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Puts onto the PATH nothing but a Python that runs some code of ours at its start. */
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

describe('checkMachine', () => {
  test('finds nothing missing on the three systems that TensorFlow publishes a library for', () => {
    expect(checkMachine(linux)).toBeUndefined();
    expect(checkMachine({ ...linux, architecture: 'arm64' })).toBeUndefined();
    expect(
      checkMachine({ platform: 'darwin', architecture: 'arm64', nodeVersion: '26.1.0' }),
    ).toBeUndefined();
    expect(checkMachine(describeMachine())).toBeUndefined();
  });

  test('sends Windows to WSL 2', () => {
    const missing = checkMachine({ platform: 'win32', architecture: 'x64', nodeVersion: '24.0.0' });
    expect(missing?.problem).toContain('win32 x64');
    expect(missing?.remedy).toContain('wsl --install');
  });

  test.each([
    ['a 32-bit Node', { ...linux, architecture: 'ia32' }, '64-bit'],
    ['an Intel Mac', { platform: 'darwin', architecture: 'x64', nodeVersion: '24.0.0' }, 'macOS arm64'],
    ['a system without glibc', { ...linux, glibcVersion: undefined }, 'musl'],
    ['an old glibc', { ...linux, glibcVersion: '2.17' }, 'found 2.17'],
    ['an old Node', { ...linux, nodeVersion: '18.20.1' }, 'found 18.20.1'],
  ])('says what is wrong with %s', (_name, machine, words) => {
    expect(checkMachine(machine)?.problem).toContain(words);
  });
});

describe('pythonRemedy', () => {
  test.each([
    ['Debian without Python', 'none', ['debian'], 'sudo apt-get install -y python3 python3-venv'],
    ['Ubuntu without venv', 'no venv', ['ubuntu', 'debian'], 'sudo apt-get install -y python3.12-venv'],
    ['Ubuntu with an old Python', 'old', ['ubuntu', 'debian'], 'ppa:deadsnakes/ppa'],
    ['Fedora', 'none', ['fedora'], 'sudo dnf install -y python3'],
    ['Rocky Linux with an old Python', 'old', ['rocky', 'rhel', 'fedora'], 'sudo dnf install -y python3.12'],
    ['macOS', 'old', ['macos'], 'brew install python@3.13'],
    ['an unknown system', 'none', [], 'https://www.python.org/downloads/'],
  ] as const)('names the command for %s', (_name, state, system, command) => {
    expect(pythonRemedy(state, '3.12', [...system], false)).toContain(command);
  });

  test('leaves sudo out for root', () => {
    expect(pythonRemedy('none', '', ['debian'], true)).not.toContain('sudo');
  });
});

describe('findPython', () => {
  test('finds one that has venv', () => {
    const { python } = findPython();
    expect(python?.version).toMatch(/^3\.\d+\.\d+$/);
  });

  test('says so when there is none', () => {
    vi.stubEnv('PATH', temporaryFolder());
    vi.stubEnv('MNIST_LAB_PYTHON', undefined);
    expect(findPython().missing?.problem).toContain('there is none on the PATH');
  });

  test('says which version it found when that is too old', () => {
    pathWithPython('import sys\nsys.version_info = (3, 8, 20, "final", 0)\n');
    expect(findPython().missing?.problem).toContain('found only 3.8.20');
  });

  test('says which module is missing', () => {
    pathWithPython('import sys\nsys.modules["ensurepip"] = None\n');
    expect(findPython().missing?.problem).toContain('lacks ensurepip');
  });

  test('takes no other than the one that MNIST_LAB_PYTHON names', () => {
    vi.stubEnv('MNIST_LAB_PYTHON', '/nowhere/python');
    expect(findPython().missing?.problem).toContain('/nowhere/python');
  });
});

describe('checkSpace', () => {
  test('is content with little and says how much is there when too much is wanted', () => {
    const folder = temporaryFolder();
    expect(checkSpace(folder, 1)).toBeUndefined();
    expect(checkSpace(folder, 1e18)?.problem).toMatch(/1000000000\.0 GB .* found \d+\.\d GB/);
  });
});

test('requireMachine() names everything that is missing in one message', () => {
  vi.stubEnv('PATH', temporaryFolder());
  vi.stubEnv('MNIST_LAB_PYTHON', undefined);
  expect(() => requireMachine(temporaryFolder(), 1e18)).toThrow(
    /nothing was downloaded\.\n {2}- Python 3\.10[\s\S]*\n {2}- .*free disk space/,
  );
});
