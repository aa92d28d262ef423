import type { Socket } from 'node:net';
import { begin, message, rightFile } from '../answers.js';
import { writeForEver, writeSlowly } from '../raw-server.js';
import type { Misbehaviour } from './misbehaviour.js';

const reset = (socket: Socket) => socket.resetAndDestroy();
const half = (file: Buffer) => file.subarray(0, file.length / 2);

/** Servers that respond slowly or never. */
export const silences: Misbehaviour[] = [
  ['never answers', () => {}, /did not respond within 1500 ms/],
  ['closes the connection immediately', { greet: (socket) => socket.end() }, /other side closed/],
  ['resets the connection immediately', { greet: reset }, /ECONNRESET|other side closed/],
  [
    'sends a greeting before the request',
    { greet: (socket) => socket.end('220 Welcome\r\n') },
    /does not match|other side closed/,
  ],
  [
    'answers before the request',
    { greet: (socket) => socket.end(message('200 OK\r\ncontent-length: 0')) },
    /other side closed|truncated gzip|length|does not match/,
  ],
  ['closes the connection after the request', (socket) => socket.end(), /other side closed/],
  ['resets the connection after the request', reset, /ECONNRESET|other side closed/],
  [
    'closes the connection within the first line of its response',
    (socket) => socket.end('HTTP/1.1 20'),
    /other side closed/,
  ],
  [
    'sends an invalid header byte by byte',
    (socket) => writeForEver(socket, 'H', 50),
    /does not match the HTTP|did not respond/,
  ],
  [
    'sends valid headers byte by byte, too slowly',
    (socket) => writeSlowly(socket, begin(`x: ${'y'.repeat(1000)}`), 1, 20),
    /did not respond within 1500 ms/,
  ],
  [
    'sends 100 Continue without end',
    (socket) => writeForEver(socket, 'HTTP/1.1 100 Continue\r\n\r\n', 10),
    /did not respond within 1500 ms|bad response/,
  ],
  [
    'sends early hints without end',
    (socket) => writeForEver(socket, 'HTTP/1.1 103 Early Hints\r\nlink: </>\r\n\r\n', 5),
    /did not respond within 1500 ms/,
  ],
  ['sends headers and no body', (socket) => socket.write(begin()), /sent nothing for 600 ms/],
  [
    'stops sending in the middle of the file',
    (socket, request) => socket.write(Buffer.concat([begin(), half(rightFile(request))])),
    /sent \d+ bytes in 600 ms, expected at least 2000 per second/,
  ],
  [
    'sends the file byte by byte, too slowly',
    (socket, request) => socket.write(begin()) && writeSlowly(socket, rightFile(request), 1, 100),
    /sent \d bytes in 600 ms/,
  ],
  [
    'sends chunks of one byte without end',
    (socket) => {
      socket.write(begin('transfer-encoding: chunked'));
      writeForEver(socket, `1;${'x'.repeat(100)}\r\n\0\r\n`, 100);
    },
    /sent \d bytes in 600 ms|not a gzip file/,
  ],
  [
    'sends the file slowly, but within the time limits',
    (socket, request) => socket.write(begin()) && writeSlowly(socket, rightFile(request), 20_000, 100),
    'the right bytes',
  ],
];
