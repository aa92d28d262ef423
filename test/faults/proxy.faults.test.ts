import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, test, vi } from 'vitest';
import { expectOutcome, type Outcome } from './acquire-from-peer.js';
import { begin, message, right, rightFile, say } from './answers.js';
import { type Greeting, type RawAnswer, withServers, writeForEver, writeSlowly } from './raw-server.js';
import { tries } from './report/fault-kinds.js';
import { hasOpenssl, tlsServer } from './tls-server.js';

afterEach(() => vi.unstubAllEnvs());

/** Sets the environment variables of a user behind this proxy. */
function behind(proxy: string): void {
  for (const scheme of ['http', 'https']) vi.stubEnv(`${scheme}_proxy`, proxy);
  for (const name of ['no_proxy', 'NO_PROXY']) vi.stubEnv(name, '');
}

const connected = 'HTTP/1.1 200 Connected\r\n\r\n';

describe('a download through a tunnel, if the proxy', tries('proxies'), () => {
  test.each<[string, RawAnswer | Greeting, Outcome]>([
    ['closes the connection immediately', { greet: (socket) => socket.end() }, /other side closed/],
    ['never answers', () => {}, /did not respond within 1500 ms \(https_proxy is 127\.0\.0\.1:\d+\)/],
    [
      'answers one byte at a time',
      (socket) => writeSlowly(socket, Buffer.from(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(1000)}`), 1, 20),
      /did not respond within 1500 ms/,
    ],
    [
      'sends 100 Continue without end',
      (socket) => writeForEver(socket, 'HTTP/1.1 100 Continue\r\n\r\n', 10),
      /did not respond within 1500 ms|bad response|other side closed/,
    ],
    ['requires a login', say('407 Proxy Authentication Required'), /the proxy responded with 407/],
    ['refuses', say('403 Forbidden'), /the proxy responded with 403/],
    ['redirects', say('302 Found\r\nlocation: http://127.0.0.1/'), /the proxy responded with 302/],
    ['cannot reach the server', say('502 Bad Gateway'), /the proxy responded with 502/],
    [
      'sends a page to sign in',
      say('200 OK\r\ncontent-type: text/html', '<html>'),
      /SSL|wrong version|packet|broke|closed/i,
    ],
    ['closes the connection after the request', (socket) => socket.end(), /other side closed|socket hang up/],
    [
      'resets the connection after the request',
      (socket) => socket.resetAndDestroy(),
      /ECONNRESET|other side closed/,
    ],
    ['is not a proxy', (socket) => socket.end('220 mail.example.org ESMTP\r\n'), /does not match the HTTP/],
    [
      'sends headers without end',
      (socket) => socket.write('HTTP/1.1 200 OK\r\n') && writeForEver(socket, 'a: b\r\n'.repeat(1000)),
      /Headers Overflow/,
    ],
    ['connects and sends nothing', (socket) => socket.write(connected), /did not respond within 1500 ms/],
    ['connects and closes', (socket) => socket.end(connected), /disconnected|ECONNRESET|closed/],
    [
      'connects to a server without TLS',
      (socket) => socket.write(connected) && writeForEver(socket, 'hello', 50),
      /SSL|wrong version|packet/i,
    ],
  ])('%s, fails within its time limits with the reason', async (_, answer, outcome) => {
    await withServers([answer], async ([proxy]) => {
      behind(proxy!);
      await expectOutcome([{ kind: 'mirror', url: 'https://data.invalid/' }], outcome);
    });
  });
});

describe(
  'a download through a proxy succeeds or fails with the reason, if the proxy',
  tries('proxies'),
  () => {
    test.each<[string, RawAnswer, Outcome]>([
      ['forwards the file', right, 'the right bytes'],
      ['never answers', () => {}, /did not respond within 1500 ms \(http_proxy is 127\.0\.0\.1:\d+\)/],
      ['requires a login', say('407 Proxy Authentication Required'), /Proxy Authentication Required \(407\)/],
      ['cannot reach the server', say('504 Gateway Timeout'), /the server responded with 504, expected 200/],
      ['sends a page to sign in', say('200 OK', '<html>Sign in</html>'), /not a gzip file/],
      [
        'redirects to a page to sign in',
        say('302 Found\r\nlocation: http://login.invalid/'),
        /redirected more than 5 times/,
      ],
      [
        'sends a byte occasionally',
        (socket, request) => socket.write(begin()) && writeSlowly(socket, rightFile(request), 1, 100),
        /sent \d bytes in 600 ms/,
      ],
      [
        'closes the connection in the middle of the file',
        say('200 OK\r\ncontent-length: 1000', gzipSync('half').subarray(0, 12)),
        /broke/,
      ],
      [
        'sends an endless status',
        (socket) => socket.write('HTTP/1.1 200 ') && writeForEver(socket, 'OK '.repeat(1000)),
        /Headers Overflow|did not respond/,
      ],
      [
        'sends zeros without end',
        (socket) => socket.write(message('200 OK')) && writeForEver(socket, new Uint8Array(100_000)),
        /not a gzip file|sends more/,
      ],
    ])('%s', async (_, answer, outcome) => {
      await withServers([answer], async ([proxy]) => {
        behind(proxy!);
        await expectOutcome([{ kind: 'mirror', url: 'http://data.invalid/' }], outcome);
      });
    });
  },
);

test.each(['http', 'https'])(
  'the error of a download names an unreachable proxy for %s',
  tries('proxies'),
  async (scheme) => {
    behind('http://127.0.0.1:1');
    await expectOutcome(
      [{ kind: 'mirror', url: `${scheme}://data.invalid/` }],
      new RegExp(`ECONNREFUSED 127.0.0.1:1 \\(${scheme}_proxy is 127.0.0.1:1\\)`),
    );
  },
);

test('the error of a download names a proxy variable with an invalid URL', tries('proxies'), async () => {
  behind('socks5://me:secret@127.0.0.1:1');
  await expectOutcome(
    [{ kind: 'mirror', url: 'http://data.invalid/' }],
    /^expected the environment variable http_proxy to be an http or https URL [^@]*$/,
  );
});

/** A proxy that connects every host name to one TLS server. */
async function tunnel(): Promise<RawAnswer> {
  const { port } = await tlsServer(right);
  return (socket) => {
    const onward = connect(port, '127.0.0.1');
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
    socket.write(connected);
    socket.pipe(onward).pipe(socket);
  };
}

describe.skipIf(!hasOpenssl)('a download through a tunnel of a proxy', tries('proxies'), () => {
  test('gives the correct bytes', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    await withServers([await tunnel()], async ([proxy]) => {
      behind(proxy!);
      await expectOutcome([{ kind: 'mirror', url: 'https://data.invalid/' }], 'the right bytes');
    });
  });

  test('fails if the server has an untrusted certificate', async () => {
    await withServers([await tunnel()], async ([proxy]) => {
      behind(proxy!);
      await expectOutcome([{ kind: 'mirror', url: 'https://data.invalid/' }], /self-signed certificate/);
    });
  });
});
