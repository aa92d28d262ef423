import type { Socket } from 'node:net';
import { gunzipSync as gunzip, gzipSync } from 'node:zlib';
import type { Outcome } from './acquire-from-peer.js';
import { begin, chunked, instead, message, right, rightAfter, rightFile, say } from './answers.js';
import { type Greeting, type RawAnswer, writeForEver, writeSlowly } from './raw-server.js';

/** What a server does, and what must come out of an acquisition from it. */
export type Misbehaviour = readonly [name: string, answer: RawAnswer | Greeting, outcome: Outcome];

const megabyte = new Uint8Array(1_000_000);
const gzipHead = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
/** A gzip header that promises a file name, which begins here. */
const gzipHeadWithName = Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]);
/** A block of deflate, not the last one, that holds nothing. */
const emptyBlock = Buffer.from([0, 0, 0, 0xff, 0xff]);
const reset = (socket: Socket) => socket.resetAndDestroy();
const half = (file: Buffer) => file.subarray(0, file.length / 2);
const inADay = () => new Date(Date.now() + 86_400_000).toUTCString();

export const silences: Misbehaviour[] = [
  ['never answers', () => {}, /gave no answer in 1500 ms/],
  ['hangs up at once', { greet: (socket) => socket.end() }, /other side closed/],
  ['slams the door', { greet: reset }, /ECONNRESET|other side closed/],
  [
    'speaks before it is asked',
    { greet: (socket) => socket.end('220 Welcome\r\n') },
    /does not match|other side closed/,
  ],
  [
    'answers before it is asked',
    { greet: (socket) => socket.end(message('200 OK\r\ncontent-length: 0')) },
    /other side closed|ends in the middle|length|does not match/,
  ],
  ['closes the connection', (socket) => socket.end(), /other side closed/],
  ['resets the connection', reset, /ECONNRESET|other side closed/],
  ['closes within the first line', (socket) => socket.end('HTTP/1.1 20'), /other side closed/],
  [
    'sends its headers a byte now and then',
    (socket) => writeForEver(socket, 'H', 50),
    /does not match the HTTP|gave no answer/,
  ],
  [
    'sends a valid head a byte now and then',
    (socket) => writeSlowly(socket, begin(`x: ${'y'.repeat(1000)}`), 1, 20),
    /gave no answer in 1500 ms/,
  ],
  [
    'says again and again that one may go on',
    (socket) => writeForEver(socket, 'HTTP/1.1 100 Continue\r\n\r\n', 10),
    /gave no answer in 1500 ms|bad response/,
  ],
  [
    'gives hints without end',
    (socket) => writeForEver(socket, 'HTTP/1.1 103 Early Hints\r\nlink: </>\r\n\r\n', 5),
    /gave no answer in 1500 ms/,
  ],
  ['begins and sends nothing', (socket) => socket.write(begin()), /sent nothing for 600 ms/],
  [
    'stops in the middle',
    (socket, request) => socket.write(Buffer.concat([begin(), half(rightFile(request))])),
    /sent \d+ bytes in 600 ms, expected at least 2000 a second/,
  ],
  [
    'sends a byte now and then',
    (socket, request) => socket.write(begin()) && writeSlowly(socket, rightFile(request), 1, 100),
    /sent \d bytes in 600 ms/,
  ],
  [
    'sends nothing for ever, in chunks',
    (socket) => {
      socket.write(begin('transfer-encoding: chunked'));
      writeForEver(socket, `1;${'x'.repeat(100)}\r\n\0\r\n`, 100);
    },
    /sent \d bytes in 600 ms|not a gzip file/,
  ],
  [
    'is slow, but fast enough',
    (socket, request) => socket.write(begin()) && writeSlowly(socket, rightFile(request), 20_000, 100),
    'the right bytes',
  ],
];

export const forms: Misbehaviour[] = [
  ['is no web server', (socket) => socket.end('SSH-2.0-OpenSSH_9.2p1\r\n'), /does not match the HTTP/],
  [
    'answers in HTTP/2',
    (socket) => socket.end('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    /does not match the HTTP/,
  ],
  ['sends the file alone', (socket, request) => socket.end(rightFile(request)), /does not match the HTTP/],
  ['wants TLS', (socket) => socket.end(Buffer.from([21, 3, 1, 0, 2, 2, 70])), /does not match the HTTP/],
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
  ['has a null in a header', say('200 OK\r\na: b\0c'), /does not match the HTTP/],
  ['has a negative length', say('200 OK\r\ncontent-length: -1'), /does not match the HTTP/],
  [
    'has two lengths',
    say('200 OK\r\ncontent-length: 1\r\ncontent-length: 2', 'ab'),
    /does not match|length does not/,
  ],
  ['has no number as its length', say('200 OK\r\ncontent-length: many', 'ab'), /does not match the HTTP/],
  [
    'has a length beyond every number',
    say(`200 OK\r\ncontent-length: ${'9'.repeat(30)}`, 'ab'),
    /length does not match|announces/,
  ],
  [
    'has chunks of no length',
    say('200 OK\r\ntransfer-encoding: chunked', 'xyz\r\n'),
    /broke|does not match the HTTP/,
  ],
  [
    'switches protocols',
    say('101 Switching Protocols\r\nupgrade: chess\r\nconnection: upgrade'),
    /bad upgrade|other side closed|answered 101/,
  ],
  [
    'names its answer in control characters',
    say('403 \x1b[31mred\x07'),
    /the server answered 403 \?\[31mred\?, expected 200|does not match the HTTP/,
  ],
  [
    'sends two answers',
    (socket, request) => right(socket, request) ?? socket.write(message('500 No')),
    'the right bytes',
  ],
  [
    'sends the file in odd chunks',
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
    'says that the file is compressed, as it is',
    (socket, request) => say('200 OK\r\ncontent-encoding: gzip', rightFile(request))(socket, request),
    'the right bytes',
  ],
];

export const lengths: Misbehaviour[] = [
  [
    'announces terabytes',
    (socket) => socket.write(begin('content-length: 9999999999999')),
    /announces 9999999999999 bytes, expected at most 65585/,
  ],
  [
    'announces more than it sends',
    (socket, request) => say('200 OK\r\ncontent-length: 1000', rightFile(request))(socket, request),
    /broke/,
  ],
  [
    'announces less than it sends',
    (socket, request) => say('200 OK\r\ncontent-length: 30', rightFile(request))(socket, request),
    /ends in the middle of a gzip file/,
  ],
  ['sends nothing', instead(() => ''), /ends in the middle of a gzip file/],
  ['sends half', instead(half), /ends in the middle of a gzip file/],
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
    'names the file in the gzip header without end',
    (socket) =>
      socket.write(Buffer.concat([begin(), gzipHeadWithName])) && writeForEver(socket, 'name'.repeat(1000)),
    /sends more bytes, expected at most 65585/,
  ],
  [
    'sends empty blocks without end',
    (socket) =>
      socket.write(Buffer.concat([begin(), gzipHead])) &&
      writeForEver(socket, Buffer.concat(Array(1000).fill(emptyBlock))),
    /sends more bytes, expected at most 65585/,
  ],
  [
    'sends empty gzip files without end',
    (socket) => socket.write(begin()) && writeForEver(socket, gzipSync('')),
    /sends more bytes, expected at most 65585/,
  ],
  [
    'sends a gzip file of ten megabytes',
    instead(() => gzipSync(new Uint8Array(10_000_000))),
    /is longer than the 48 bytes expected/,
  ],
];

export const contents: Misbehaviour[] = [
  ['sends a page to sign in', instead(() => '<html>Sign in</html>'), /not a gzip file/],
  ['sends the file unpacked', instead((file) => file.toString('hex')), /not a gzip file/],
  [
    'sends one flipped bit',
    instead((file) => file.map((byte, index) => (index === 15 ? byte ^ 1 : byte))),
    /not a gzip file|has the sha256|has \d+ bytes|is longer|ends in the middle/,
  ],
  [
    'sends a wrong sum within the gzip file',
    instead((file) => file.map((byte, index) => (index === file.length - 8 ? byte ^ 1 : byte))),
    /not a gzip file/,
  ],
  [
    'sends another of the files',
    instead(() => rightFile({ target: 'train-labels-idx1-ubyte.gz' })),
    /is longer than the 48 bytes expected/,
  ],
  ['sends as many zeros', instead(() => gzipSync(new Uint8Array(48))), /has the sha256/],
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
    'sends rubbish behind the gzip file',
    instead((file) => Buffer.concat([file, Buffer.alloc(100)])),
    'the right bytes',
  ],
];

const moved = (location: string) => say(`302 Found\r\nlocation: ${location}`);

export const statuses: Misbehaviour[] = [
  ...[204, 206, 304, 400, 401, 404, 407, 410, 451].map(
    (status) =>
      [`answers ${status}`, say(`${status} No`), new RegExp(`answered ${status} No, expected 200`)] as const,
  ),
  ['redirects in a circle', moved('/again'), /redirected more than 5 times/],
  [
    'redirects to a file of this machine',
    moved('file:///etc/passwd'),
    /redirected to "file:\/\/\/etc\/passwd", expected a URL of http/,
  ],
  ['redirects into the answer itself', moved('data:,hello'), /redirected to "data:,hello"/],
  ['redirects nowhere', moved('http://['), /redirected to "http:\/\/\["/],
  ['redirects without saying where', say('302 Found'), /answered 302 Found/],
  ['redirects to where nobody is', moved('http://127.0.0.1:1/'), /ECONNREFUSED/],
  [
    'redirects with a body without end',
    (socket) =>
      socket.write(message('302 Found\r\nlocation: /x\r\ntransfer-encoding: chunked')) &&
      writeForEver(socket, chunked(megabyte)),
    /redirected more than 5 times/,
  ],
  [
    'redirects to the right place',
    (socket, request) =>
      request.target.startsWith('/x/')
        ? right(socket, request)
        : moved(`x${request.target}`)(socket, request),
    'the right bytes',
  ],
  ['fails twice', rightAfter(2, say('500 Oh')), 'the right bytes'],
  ['fails always', say('502 Bad Gateway'), /answered 502 Bad Gateway/],
  ['resets twice', rightAfter(2, reset), 'the right bytes'],
  [
    'breaks off twice',
    rightAfter(2, (socket, request) =>
      socket.write(Buffer.concat([begin('content-length: 1000'), half(rightFile(request))]), () =>
        socket.resetAndDestroy(),
      ),
    ),
    'the right bytes',
  ],
  ['asks to come back in a second', rightAfter(1, say('429 Too Many\r\nretry-after: 1')), 'the right bytes'],
  [
    'asks to come back at a time that is over',
    rightAfter(1, say('503 Busy\r\nretry-after: Thu, 01 Jan 1970 00:00:00 GMT')),
    'the right bytes',
  ],
  ['asks to come back at no time', rightAfter(1, say('503 Busy\r\nretry-after: soon')), 'the right bytes'],
  [
    'asks to come back in an hour',
    say('503 Busy\r\nretry-after: 3600'),
    /answered 503 Busy, expected 200; it asks to come back in 3,600 s/,
  ],
  [
    'asks to come back tomorrow',
    (socket, request) => say(`429 No\r\nretry-after: ${inADay()}`)(socket, request),
    /it asks to come back in 86,[34]\d\d s/,
  ],
  [
    'asks to come back in millions of years',
    say(`503 Busy\r\nretry-after: ${'9'.repeat(18)}`),
    /it asks to come back in/,
  ],
];
