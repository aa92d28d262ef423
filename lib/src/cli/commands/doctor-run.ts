import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { datasetNames } from '../../datasets/catalogue.js';
import { datasetLocation, type LocationOptions } from '../../datasets/dataset-files.js';
import { verifyDataset } from '../../datasets/verify-dataset.js';
import { readJson } from '../../files/read-json.js';
import { type Diagnosis, diagnose } from '../../setup/diagnose.js';
import { findRay } from '../../setup/ray.js';
import { ownVersion } from '../../system/own-version.js';
import { showValue } from '../../text/escape.js';
import { formatBytes } from '../../text/format.js';
import type { CommandResult, ParsedOptions } from '../command.js';
import { exitCode } from '../exit-code.js';
import { readLocation } from '../shared-options.js';

type Mark = '✓' | '✗' | '-';
type Line = readonly [mark: Mark, subject: string, finding: string];

export async function runDoctor(_values: readonly [], options: ParsedOptions): Promise<CommandResult> {
  const folder = process.cwd();
  const location = readLocation(options);
  const [diagnosis, datasets, disk] = await Promise.all([
    diagnose(folder),
    datasetStates(location),
    statfs(folder),
  ]);
  const packages = {
    sharp: installedVersion('sharp', __dirname),
    'danfojs-node': installedVersion('danfojs-node', folder),
  };
  const ray = findRay(folder);
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => /^(TF_(CPP|NUM|ENABLE|XLA)|OMP|MNIST_LAB)_/.test(name)),
  );
  const machine = {
    processors: os.availableParallelism(),
    memory: os.totalmem(),
    freeDisk: disk.bavail * disk.bsize,
  };
  const data = {
    ...{ mnistLab: ownVersion(), ...diagnosis, ...machine, packages, datasets, environment },
    ray: ray?.place ?? null,
  };
  const lines: Line[] = [
    ...machineLines(diagnosis, machine),
    ...tensorflowLines(diagnosis),
    ['-', 'sharp', packages.sharp ?? 'not installed: images cannot be decoded. Reinstall mnist-lab.'],
    ['-', 'danfojs-node', packages['danfojs-node'] ?? 'not installed (only needed for tables in notebooks)'],
    diagnosis.pictures
      ? ['✓', 'charts', diagnosis.pictures]
      : ['-', 'charts', `${browserProblem()} (only needed for static charts in notebooks)`],
    ['-', 'Ray', ray ? `in ${ray.place}` : 'not installed (only needed by mnist-lab sweep)'],
    ...datasets.map(({ name, state, folder: where }): Line => {
      if (state === 'verified') return ['✓', name, `verified, ${where}`];
      return state === 'wrong'
        ? ['✗', name, `wrong files in ${where}: run mnist-lab datasets verify ${name}`]
        : ['-', name, `not downloaded: run mnist-lab datasets download ${name}`];
    }),
    ...Object.entries(environment).map(([name, value]): Line => ['-', name, value ?? '']),
  ];
  const { passed } = diagnosis.selfTest;
  const verdict = passed ? 'TensorFlow works.' : 'TensorFlow does not work on this machine yet.';
  const width = Math.max(...lines.map(([, subject]) => subject.length));
  const page = lines
    .map(([mark, subject, finding]) => `${mark} ${subject.padEnd(width)}  ${finding}\n`)
    .join('');
  return {
    data,
    // Users paste this page into bug reports: hide the home folder, which contains their name.
    text: `mnist-lab ${ownVersion()}\n${page}\n${verdict}\n`.replaceAll(os.homedir(), '~'),
    exitCode: passed ? exitCode.done : exitCode.failed,
  };
}

function browserProblem(): string {
  const { MNIST_LAB_BROWSER: wanted } = process.env;
  if (wanted === 'none') return 'disabled by MNIST_LAB_BROWSER';
  return wanted && wanted !== 'bundled'
    ? `MNIST_LAB_BROWSER is ${showValue(wanted)}, which is not an executable`
    : 'no browser found, install Chrome, Chromium or Edge';
}

function machineLines(
  { machine, python, missing }: Diagnosis,
  size: { processors: number; memory: number; freeDisk: number },
): Line[] {
  const { platform, architecture, nodeVersion, glibcVersion } = machine;
  const libc = glibcVersion ? `, glibc ${glibcVersion}` : '';
  return [
    ['-', 'Node', nodeVersion],
    ['-', 'system', `${platform} ${architecture}, ${os.release()}${libc}`],
    [
      '-',
      'machine',
      `${size.processors} processors, ${formatBytes(size.memory)} memory, ${formatBytes(size.freeDisk)} free on disk`,
    ],
    python
      ? ['✓', 'Python', `${python.version}, ${python.executable}`]
      : ['-', 'Python', 'not found (only needed by mnist-lab setup)'],
    ...missing.map(({ problem, remedy }): Line => ['✗', 'missing', `${problem}. ${remedy}`]),
  ];
}

function tensorflowLines({ tfjsNode, selfTest }: Diagnosis): Line[] {
  const part = (isThere: boolean, name: string): Line => {
    if (isThere) return ['✓', name, 'installed'];
    // If the test passed, TensorFlow was installed by other means.
    if (selfTest.passed) return ['-', name, 'not installed by mnist-lab setup'];
    return ['✗', name, 'missing: run mnist-lab setup'];
  };
  const parts = tfjsNode
    ? [
        ['✓', 'tfjs-node', `${tfjsNode.version}, ${tfjsNode.directory}`] as const,
        part(tfjsNode.hasLibrary, 'library'),
        part(tfjsNode.hasAddon, 'addon'),
      ]
    : [];
  const result: Line = selfTest.passed
    ? ['✓', 'self-test', `TensorFlow ${selfTest.tensorflow} multiplied two matrices`]
    : ['✗', 'self-test', selfTest.error];
  return [...parts, result];
}

async function datasetStates(location: LocationOptions) {
  return Promise.all(
    datasetNames.map(async (name) => {
      const files = await verifyDataset(name, location);
      const states = files.map(({ state }) => state);
      const state = states.includes('wrong') ? 'wrong' : states.includes('missing') ? 'missing' : 'verified';
      const folder = files.find((file) => file.folder)?.folder ?? datasetLocation(name, location).cache;
      return { name, state, folder };
    }),
  );
}

function installedVersion(name: string, folder: string): string | null {
  try {
    const require = createRequire(path.join(folder, 'here.js'));
    for (const root of require.resolve.paths(name) ?? []) {
      const file = path.join(root, name, 'package.json');
      if (existsSync(file)) return (readJson(file) as { version: string }).version;
    }
    return null;
  } catch {
    return null;
  }
}
