import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bytes } from '../datasets/acquire-from.js';
import { zipArchive } from '../datasets/zip-archive.js';
import { expectOutcome, type Outcome } from './acquire-from-peer.js';
import { begin, message, say } from './answers.js';
import { type RawAnswer, withServers, writeForEver, writeSlowly } from './raw-server.js';
import { tries } from './report/fault-kinds.js';

const files = [...bytes].map(([name, content]) => ({
  path: `gzip/${name}.gz`,
  bytes: gzipSync(content),
  isDeflated: true,
}));
const archive = zipArchive(files);
const sum = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

/** Downloads an archive with this content, which the catalogue entry describes, and checks the outcome. */
async function expectFromArchive(content: Uint8Array, answer: RawAnswer, outcome: Outcome): Promise<void> {
  const about = { kind: 'archive', bytes: content.length, sha256: sum(content) } as const;
  await withServers([answer], ([url]) => expectOutcome([{ ...about, url: url! }], outcome));
}

const half = archive.subarray(0, archive.length / 2);
const whole = say(`200 OK\r\ncontent-length: ${archive.length}`, archive);
const first =
  (count: number, fail: RawAnswer): RawAnswer =>
  (socket, request) =>
    (request.before < count ? fail : whole)(socket, request);
const breakOff: RawAnswer = (socket) =>
  socket.write(Buffer.concat([begin(`content-length: ${archive.length}`), half]), () => socket.destroy());

describe(
  'a download of a zip archive succeeds or fails with the reason, if the server',
  tries('archives'),
  () => {
    test.concurrent.each<[string, RawAnswer, Outcome]>([
      ['sends the archive', whole, 'the right bytes'],
      ['closes the connection twice', first(2, breakOff), 'the right bytes'],
      ['closes the connection every time', breakOff, /broke/],
      ['is too busy once', first(1, say('503 Busy\r\nretry-after: 1')), 'the right bytes'],
      ['sends half of the archive once', first(1, say('200 OK', half)), 'the right bytes'],
      [
        'sends half of the archive every time',
        say('200 OK', half),
        new RegExp(`has ${half.length} bytes, expected ${archive.length}`),
      ],
      ['never answers', () => {}, /did not respond/],
      [
        'stops sending in the middle',
        (socket) => socket.write(Buffer.concat([begin(), half])),
        /sent (\d+ bytes in|nothing for) 600 ms/,
      ],
      [
        'sends a byte occasionally',
        (socket) => socket.write(begin()) && writeSlowly(socket, archive, 1, 100),
        /sent \d bytes in/,
      ],
      [
        'sends just fast enough, beyond the total time limit',
        (socket) => socket.write(begin()) && writeSlowly(socket, archive, 1000, 200),
        /took more than 4000 ms in total/,
      ],
      [
        'sends without end',
        (socket) => socket.write(begin()) && writeForEver(socket, new Uint8Array(100_000)),
        /sends more bytes, expected at most/,
      ],
      [
        'announces more bytes than the catalogue states',
        (socket) => socket.write(message(`200 OK\r\ncontent-length: ${archive.length + 1}`)),
        /announces \d+ bytes, expected at most/,
      ],
      [
        'sends other bytes of the same length',
        say('200 OK', new Uint8Array(archive.length)),
        /the archive has the sha256/,
      ],
      ['sends a page to sign in', say('200 OK', '<html>Sign in</html>'), /has 20 bytes, expected/],
    ])('%s', async (_, answer, outcome) => {
      await expectFromArchive(archive, answer, outcome);
    });
  },
);

/** The archive with a four-byte number changed. Negative positions count from the end. */
function withNumber(place: number, value: number): Uint8Array {
  const changed = Buffer.from(archive);
  changed.writeUInt32LE(value, place < 0 ? archive.length + place : place);
  return changed;
}

/** Position of the first file's entry in the directory. */
const directory = Buffer.from(archive).readUInt32LE(archive.length - 6);

describe('an archive that', tries('archives'), () => {
  test.concurrent.each<[string, Uint8Array, Outcome]>([
    [
      'is not a zip archive',
      new Uint8Array(1000),
      /the zip archive cannot be read: End of central directory/,
    ],
    ['is empty', new Uint8Array(), /the zip archive cannot be read/],
    [
      'contains other files',
      zipArchive([{ path: 'readme', bytes: new Uint8Array(5), isDeflated: false }]),
      /the archive does not contain t10k-labels-idx1-ubyte\.gz/,
    ],
    ['states more files than it contains', withNumber(-14, 0xfffefffe), /the zip archive cannot be read/],
    ['has its directory beyond the end', withNumber(-6, 0xfffffffe), /the zip archive cannot be read/],
    ['has its directory at the beginning', withNumber(-6, 0), /the zip archive cannot be read/],
    [
      'states a compressed size of more than 2 GiB',
      withNumber(directory + 20, 0xfffffffe),
      /the zip archive cannot be read/,
    ],
    [
      'states an uncompressed size of more than 2 GiB',
      withNumber(directory + 24, 0xfffffffe),
      /the zip archive cannot be read/,
    ],
    ['has a file beyond the end', withNumber(directory + 42, 0xfffffffe), /the zip archive cannot be read/],
    ['has a file without a header', withNumber(directory + 42, 1), /the zip archive cannot be read/],
    ['uses an unknown compression method', withNumber(directory + 10, 99), /the zip archive cannot be read/],
    [
      'contains a file that decompresses to too many bytes',
      zipArchive(files.map((file) => ({ ...file, bytes: gzipSync(new Uint8Array(50_000_000)) }))),
      /is longer than the \d+ bytes expected/,
    ],
  ])('%s is rejected although its checksum is correct', async (_, content, outcome) => {
    await expectFromArchive(content, say('200 OK', content), outcome);
  });
});

test('a zip archive is read even if its last record states that the directory has more than 2 GiB', async () => {
  // This is the size of the directory. It has no effect, because the directory is read file by file.
  const content = withNumber(-10, 0xfffffffe);
  await expectFromArchive(content, say('200 OK', content), 'the right bytes');
});

test('the malformed archives of this test are damaged at the intended position', () => {
  expect(archive.subarray(directory, directory + 4)).toEqual(new Uint8Array(Buffer.from('PK\x01\x02')));
});
