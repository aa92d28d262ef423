import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { hostilePng, hostileSvg } from './hostile-images.js';

/** An attack on a service, on its own connection. */
export interface Attack {
  readonly name: string;
  /** @returns how it ended: the status of the response, or `closed`. */
  run(port: number, signal: AbortSignal): Promise<string>;
}

export async function allAttacks(): Promise<readonly Attack[]> {
  const [huge, large] = [hostilePng(8000), hostilePng(1999)];
  return [
    file('an SVG that takes minutes', 'image/svg+xml', hostileSvg),
    file('an SVG as PNG', 'image/png', hostileSvg),
    file('64 million pixels in 17 kB', 'image/png', huge),
    file('4 million pixels in 1 kB', 'image/png', large),
    file('half of an image', 'image/png', large.subarray(0, large.length / 2)),
    file('no image', 'image/png', Buffer.alloc(5_000, 'x')),
    file('a body of 2 MB', 'image/png', Buffer.alloc(2_000_000)),
    { name: 'a byte of the body now and then', run: (port, signal) => drip(port, head(1_000_000), signal) },
    {
      name: 'a byte of the headers now and then',
      run: (port, signal) => drip(port, 'POST /predict', signal),
    },
    { name: 'a body without end', run: endless },
    { name: 'a hundred requests, no answer read', run: unread },
    { name: 'disconnects midway', run: gone },
    { name: 'no HTTP', run: (port, signal) => send(port, ['\0\x01 nonsense\r\n\r\n'], signal) },
  ];
}

function head(length: number, type = 'image/png'): string {
  return `POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n`;
}

function file(name: string, type: string, body: Buffer): Attack {
  return { name, run: (port, signal) => send(port, [head(body.length, type), body], signal) };
}

/** Sends parts and waits for the response. */
async function send(port: number, parts: readonly (string | Buffer)[], signal: AbortSignal): Promise<string> {
  const socket = open(port, signal);
  for (const part of parts) socket.write(part);
  return await ending(socket);
}

async function drip(port: number, start: string, signal: AbortSignal): Promise<string> {
  const socket = open(port, signal);
  const end = ending(socket);
  socket.write(start);
  while (!socket.destroyed) {
    await setTimeout(500, undefined, { ref: false });
    if (socket.writable) socket.write('x');
  }
  return await end;
}

async function endless(port: number, signal: AbortSignal): Promise<string> {
  const socket = open(port, signal);
  const end = ending(socket);
  socket.write(
    'POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\n',
  );
  const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
  for (let sent = 0; sent < 2_000_000 && socket.writable; sent += chunk.length)
    if (!socket.write(chunk)) await Promise.race([once(socket, 'drain'), end]).catch(() => {});
  return await end;
}

async function unread(port: number, signal: AbortSignal): Promise<string> {
  const socket = open(port, signal).pause();
  for (let request = 0; request < 100 && socket.writable; request++)
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await setTimeout(3_000, undefined, { ref: false });
  socket.destroy();
  return 'closed';
}

async function gone(port: number, signal: AbortSignal): Promise<string> {
  const socket = open(port, signal);
  socket.write(head(100_000));
  socket.write(Buffer.alloc(50_000));
  await setTimeout(100, undefined, { ref: false });
  socket.destroy();
  return 'closed';
}

function open(port: number, signal: AbortSignal): Socket {
  const socket = connect(port, '127.0.0.1');
  const stop = () => socket.destroy();
  signal.addEventListener('abort', stop);
  socket.on('close', () => signal.removeEventListener('abort', stop));
  socket.on('error', () => {});
  return socket;
}

/** Closes the connection after the first response. @returns its status, or `closed`. */
async function ending(socket: Socket): Promise<string> {
  return await new Promise((resolve) => {
    socket.once('data', (data: Buffer) => {
      resolve(/^HTTP\/1\.1 (\d{3})/.exec(data.toString('latin1'))?.[1] ?? 'closed');
      socket.destroy();
    });
    socket.once('close', () => resolve('closed'));
  });
}
