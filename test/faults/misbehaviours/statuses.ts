import type { Socket } from 'node:net';
import { begin, chunked, message, right, rightAfter, rightFile, say } from '../answers.js';
import { writeForEver } from '../raw-server.js';
import type { Misbehaviour } from './misbehaviour.js';

const megabyte = new Uint8Array(1_000_000);
const reset = (socket: Socket) => socket.resetAndDestroy();
const half = (file: Buffer) => file.subarray(0, file.length / 2);
const inADay = () => new Date(Date.now() + 86_400_000).toUTCString();
const moved = (location: string) => say(`302 Found\r\nlocation: ${location}`);

/** Servers that respond with a status other than 200, at first or always. */
export const statuses: Misbehaviour[] = [
  ...[204, 206, 304, 400, 401, 404, 407, 410, 451].map(
    (status) =>
      [
        `answers ${status}`,
        say(`${status} No`),
        new RegExp(`responded with ${status} No, expected 200`),
      ] as const,
  ),
  ['redirects in a loop', moved('/again'), /redirected more than 5 times/],
  [
    'redirects to a file: URL',
    moved('file:///etc/passwd'),
    /redirected to "file:\/\/\/etc\/passwd", expected a URL of http/,
  ],
  ['redirects to a data URL', moved('data:,hello'), /redirected to "data:,hello"/],
  ['redirects to an invalid URL', moved('http://['), /redirected to "http:\/\/\["/],
  ['sends a redirect without a Location header', say('302 Found'), /responded with 302 Found/],
  ['redirects to a closed port', moved('http://127.0.0.1:1/'), /ECONNREFUSED/],
  [
    'redirects with a body without end',
    (socket) =>
      socket.write(message('302 Found\r\nlocation: /x\r\ntransfer-encoding: chunked')) &&
      writeForEver(socket, chunked(megabyte)),
    /redirected more than 5 times/,
  ],
  [
    'redirects to the correct file',
    (socket, request) =>
      request.target.startsWith('/x/')
        ? right(socket, request)
        : moved(`x${request.target}`)(socket, request),
    'the right bytes',
  ],
  ['responds twice with status 500', rightAfter(2, say('500 Oh')), 'the right bytes'],
  ['responds with status 502 every time', say('502 Bad Gateway'), /responded with 502 Bad Gateway/],
  ['resets the connection twice', rightAfter(2, reset), 'the right bytes'],
  [
    'closes the connection in the middle of the file twice',
    rightAfter(2, (socket, request) =>
      socket.write(Buffer.concat([begin('content-length: 1000'), half(rightFile(request))]), () =>
        socket.resetAndDestroy(),
      ),
    ),
    'the right bytes',
  ],
  [
    'asks for a retry after a second',
    rightAfter(1, say('429 Too Many\r\nretry-after: 1')),
    'the right bytes',
  ],
  [
    'asks for a retry at a time in the past',
    rightAfter(1, say('503 Busy\r\nretry-after: Thu, 01 Jan 1970 00:00:00 GMT')),
    'the right bytes',
  ],
  ['sends an invalid Retry-After', rightAfter(1, say('503 Busy\r\nretry-after: soon')), 'the right bytes'],
  [
    'asks for a retry after an hour',
    say('503 Busy\r\nretry-after: 3600'),
    /responded with 503 Busy, expected 200, and the server asks to retry after 3,600 s/,
  ],
  [
    'asks for a retry tomorrow',
    (socket, request) => say(`429 No\r\nretry-after: ${inADay()}`)(socket, request),
    /the server asks to retry after 86,[34]\d\d s/,
  ],
  [
    'asks for a retry in millions of years',
    say(`503 Busy\r\nretry-after: ${'9'.repeat(18)}`),
    /the server asks to retry after/,
  ],
];
