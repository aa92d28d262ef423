import { gunzipSync as gunzip, gzipSync } from 'node:zlib';
import { instead, rightFile } from '../answers.js';
import type { Misbehaviour } from './misbehaviour.js';

/** Servers that send wrong content. */
export const contents: Misbehaviour[] = [
  ['sends a login page instead of the file', instead(() => '<html>Sign in</html>'), /not a gzip file/],
  ['sends the file uncompressed', instead((file) => gunzip(file)), /not a gzip file/],
  [
    'sends one flipped bit',
    instead((file) => file.map((byte, index) => (index === 15 ? byte ^ 1 : byte))),
    /not a gzip file|has the sha256|has \d+ bytes|is longer|truncated gzip/,
  ],
  [
    'sends a gzip file with a wrong checksum',
    instead((file) => file.map((byte, index) => (index === file.length - 8 ? byte ^ 1 : byte))),
    /not a gzip file/,
  ],
  [
    'sends another file of the dataset',
    instead(() => rightFile({ target: 'train-labels-idx1-ubyte.gz' })),
    /is longer than the 48 bytes expected/,
  ],
  ['sends zeros of the same length', instead(() => gzipSync(new Uint8Array(48))), /has the sha256/],
  [
    'sends the file twice',
    instead((file) => Buffer.concat([file, file])),
    /is longer than the 48 bytes expected/,
  ],
  [
    'sends the file in two gzip files',
    instead((_, request) => {
      const content = gunzip(rightFile(request));
      return Buffer.concat([gzipSync(content.subarray(0, 20)), gzipSync(content.subarray(20))]);
    }),
    'the right bytes',
  ],
  [
    'sends zeros after the gzip file',
    instead((file) => Buffer.concat([file, Buffer.alloc(100)])),
    'the right bytes',
  ],
];
