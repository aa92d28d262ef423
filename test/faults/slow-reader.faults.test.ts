import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { download } from '../../lib/src/datasets/acquisition/download.js';
import { limits } from './acquire-from-peer.js';
import { begin } from './answers.js';
import { withServers, writeForEver } from './raw-server.js';
import { tries } from './report/fault-kinds.js';
import { hasOpenssl, tlsServer } from './tls-server.js';

afterEach(() => vi.unstubAllEnvs());

/** Reads slowly, as from a slow disk. */
async function readSlowly(url: string, largestBytes: number): Promise<number> {
  let received = 0;
  const request = { limits, signal: new AbortController().signal, largestBytes };
  for await (const chunk of download(new URL(url), request)) {
    received += chunk.length;
    await sleep(20);
  }
  return received;
}

// The library disables backpressure: with it, undici crashes or loses data if a server closes the connection while a
// slow reader has paused the body.
describe.skipIf(!hasOpenssl)(
  'a slow reader of a TLS server that closes the connection after its last byte',
  tries('slowReaders'),
  () => {
    test.each(
      ['connection: close', 'connection: keep-alive'].flatMap((header) =>
        [100_000, 200_000, 500_000].map((bytes) => ({ header, bytes })),
      ),
    )('reads all $bytes bytes of a response with the header "$header"', async ({ header, bytes }) => {
      vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
      const body = new Uint8Array(bytes);
      const { port } = await tlsServer((socket) => {
        socket.end(Buffer.concat([begin(`content-length: ${body.length}\r\n${header}`), body]));
      });
      expect(await readSlowly(`https://127.0.0.1:${port}/`, body.length)).toBe(body.length);
    });

    test('reads the complete response, even if it has no length', async () => {
      vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
      const { port } = await tlsServer((socket) => {
        socket.end(Buffer.concat([begin('connection: close'), new Uint8Array(500_000)]));
      });
      expect(await readSlowly(`https://127.0.0.1:${port}/`, 500_000)).toBe(500_000);
    });
  },
);

test('a slow reader of an endless response does not fill its memory', tries('slowReaders'), async () => {
  const before = process.resourceUsage().maxRSS;
  const zeros = new Uint8Array(1_000_000);
  await withServers([(socket) => socket.write(begin()) && writeForEver(socket, zeros)], async ([url]) => {
    await expect(readSlowly(url!, 20_000_000)).rejects.toThrow('sends more bytes, expected at most 20000000');
  });
  expect(process.resourceUsage().maxRSS - before).toBeLessThan(400_000); // Kilobytes, including those of the server.
});
