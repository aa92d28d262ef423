import { begin, chunked, message, rightFile, say } from '../answers.js';
import { writeForEver } from '../raw-server.js';
import type { Misbehaviour } from './misbehaviour.js';

/** Servers that break the HTTP format. */
export const forms: Misbehaviour[] = [
  ['is not a web server', (socket) => socket.end('SSH-2.0-OpenSSH_9.2p1\r\n'), /does not match the HTTP/],
  [
    'answers in HTTP/2',
    (socket) => socket.end('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    /does not match the HTTP/,
  ],
  [
    'sends the file without headers',
    (socket, request) => socket.end(rightFile(request)),
    /does not match the HTTP/,
  ],
  ['expects TLS', (socket) => socket.end(Buffer.from([21, 3, 1, 0, 2, 2, 70])), /does not match the HTTP/],
  [
    'sends headers without end',
    (socket) => socket.write('HTTP/1.1 200 OK\r\n') && writeForEver(socket, 'a: b\r\n'.repeat(1000)),
    /Headers Overflow/,
  ],
  [
    'sends one header without end',
    (socket) => socket.write('HTTP/1.1 200 OK\r\na: ') && writeForEver(socket, 'b'.repeat(1000)),
    /Headers Overflow/,
  ],
  ['sends a null character in a header', say('200 OK\r\na: b\0c'), /does not match the HTTP/],
  ['sends a negative Content-Length', say('200 OK\r\ncontent-length: -1'), /does not match the HTTP/],
  [
    'sends two different Content-Length headers',
    say('200 OK\r\ncontent-length: 1\r\ncontent-length: 2', 'ab'),
    /does not match|length does not/,
  ],
  [
    'sends a Content-Length that is not a number',
    say('200 OK\r\ncontent-length: many', 'ab'),
    /does not match the HTTP/,
  ],
  [
    'sends a Content-Length larger than any integer',
    say(`200 OK\r\ncontent-length: ${'9'.repeat(30)}`, 'ab'),
    /length does not match|announces/,
  ],
  [
    'sends chunks without a length',
    say('200 OK\r\ntransfer-encoding: chunked', 'xyz\r\n'),
    /broke|does not match the HTTP/,
  ],
  [
    'switches protocols',
    say('101 Switching Protocols\r\nupgrade: chess\r\nconnection: upgrade'),
    /bad upgrade|other side closed|responded with 101/,
  ],
  [
    'sends control characters in its status line',
    say('403 \x1b[31mred\x07'),
    /the server responded with 403 \?\[31mred\?, expected 200|does not match the HTTP/,
  ],
  [
    'sends two responses to one request',
    (socket, request) => {
      const file = rightFile(request);
      const first = message(`200 OK\r\ncontent-length: ${file.length}`, file);
      socket.end(Buffer.concat([first, message('500 No\r\ncontent-length: 0')]));
    },
    'the right bytes',
  ],
  [
    'sends the file in chunks of odd sizes',
    (socket, request) => {
      const file = rightFile(request);
      const pieces = chunked(file.subarray(0, 1), file.subarray(1, 8), file.subarray(8));
      socket.end(
        Buffer.concat([
          begin('transfer-encoding: chunked\r\ntrailer: x'),
          pieces,
          Buffer.from('0\r\nx: y\r\n\r\n'),
        ]),
      );
    },
    'the right bytes',
  ],
  [
    'answers in HTTP/1.0',
    (socket, request) =>
      socket.end(Buffer.concat([Buffer.from('HTTP/1.0 200 OK\r\n\r\n'), rightFile(request)])),
    'the right bytes',
  ],
  [
    'sends the file with Content-Encoding: gzip',
    (socket, request) => say('200 OK\r\ncontent-encoding: gzip', rightFile(request))(socket, request),
    'the right bytes',
  ],
];
