import { gzipSync } from 'node:zlib';
import { begin, instead, rightFile, say } from '../answers.js';
import { writeForEver } from '../raw-server.js';
import type { Misbehaviour } from './misbehaviour.js';

const megabyte = new Uint8Array(1_000_000);
const gzipHead = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
/** The beginning of a gzip header. The file name follows. */
const gzipHeadWithName = Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]);
/** An empty deflate block that is not the last one. */
const emptyBlock = Buffer.from([0, 0, 0, 0xff, 0xff]);
const half = (file: Buffer) => file.subarray(0, file.length / 2);

/** Servers that send too much or too little. */
export const lengths: Misbehaviour[] = [
  [
    'announces a length of terabytes',
    (socket) => socket.write(begin('content-length: 9999999999999')),
    /announces 9999999999999 bytes, expected at most 65585/,
  ],
  [
    'announces more bytes than it sends',
    (socket, request) => say('200 OK\r\ncontent-length: 1000', rightFile(request))(socket, request),
    /broke/,
  ],
  [
    'announces fewer bytes than it sends',
    (socket, request) => say('200 OK\r\ncontent-length: 30', rightFile(request))(socket, request),
    /a truncated gzip file/,
  ],
  ['sends an empty body', instead(() => ''), /a truncated gzip file/],
  ['sends half of the file', instead(half), /a truncated gzip file/],
  [
    'sends zeros without end',
    (socket) => socket.write(begin()) && writeForEver(socket, megabyte),
    /not a gzip file|sends more/,
  ],
  [
    'sends gzipped zeros without end',
    (socket) => {
      const zeros = gzipSync(megabyte);
      socket.write(begin());
      writeForEver(socket, zeros);
    },
    /is longer than the 48 bytes expected/,
  ],
  [
    'sends a gzip header with an endless file name',
    (socket) =>
      socket.write(Buffer.concat([begin(), gzipHeadWithName])) && writeForEver(socket, 'name'.repeat(1000)),
    /sends more bytes, expected at most 65585/,
  ],
  [
    'sends gzip data of empty blocks without end',
    (socket) =>
      socket.write(Buffer.concat([begin(), gzipHead])) &&
      writeForEver(socket, Buffer.concat(Array(1000).fill(emptyBlock))),
    /sends more bytes, expected at most 65585/,
  ],
  [
    'sends empty gzip files without end',
    (socket) => socket.write(begin()) && writeForEver(socket, Buffer.concat(Array(1000).fill(gzipSync('')))),
    /sends more bytes, expected at most 65585/,
  ],
  [
    'sends a gzip file that decompresses to ten megabytes',
    instead(() => gzipSync(new Uint8Array(10_000_000))),
    /is longer than the 48 bytes expected/,
  ],
];
