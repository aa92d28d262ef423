import net, { type AddressInfo, type Socket } from 'node:net';
import { expect } from 'vitest';

export interface RawRequest {
  readonly method: string;
  readonly target: string;
  /** The request and its headers. */
  readonly head: string;
  /** Number of earlier requests. */
  readonly before: number;
}

/** The action of a server after it has read a request: it writes anything, HTTP or not. */
export type RawAnswer = (socket: Socket, request: RawRequest) => void;

/** The action of a server before any request: it does not read. */
export interface Greeting {
  readonly greet: (socket: Socket) => void;
}

export interface RawServer {
  readonly url: string;
  /** Number of connections so far. */
  connectionCount(): number;
  close(): void;
}

/**
 * A server on this machine that can misbehave in every way that a socket allows. The caller closes it, because
 * `onTestFinished` cannot be used in concurrent tests.
 */
async function rawServer(answer: RawAnswer | Greeting): Promise<RawServer> {
  const sockets = new Set<Socket>();
  let requests = 0;
  let connections = 0;
  const server = net.createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    if ('greet' in answer) return answer.greet(socket);
    let head = '';
    socket.on('data', function read(chunk) {
      head += chunk.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      socket.off('data', read).on('data', () => {});
      const [method = '', target = ''] = head.split(' ');
      answer(socket, { method, target, head, before: requests++ });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { url, connectionCount: () => connections, close };
}

/** Writes the same bytes repeatedly, as fast as possible or with pauses, until the client disconnects. */
export function writeForEver(socket: Socket, chunk: string | Uint8Array, pauseMilliseconds?: number): void {
  const write = () => {
    if (socket.destroyed) return;
    const isTaken = socket.write(chunk);
    if (pauseMilliseconds !== undefined) setTimeout(write, pauseMilliseconds);
    else if (isTaken) setImmediate(write);
    else socket.once('drain', write);
  };
  write();
}

/** Writes bytes in pieces with pauses between them, then ends. */
export function writeSlowly(
  socket: Socket,
  bytes: Uint8Array,
  pieceBytes: number,
  pauseMilliseconds: number,
): void {
  let written = 0;
  const write = () => {
    if (socket.destroyed) return;
    socket.write(bytes.subarray(written, written + pieceBytes));
    written += pieceBytes;
    if (written < bytes.length) setTimeout(write, pauseMilliseconds);
    else socket.end();
  };
  write();
}

/** Maximum number of connections: four files with three attempts each, and the steps of a redirect. */
const mostConnections = 24;

/** Runs servers during a function, and checks that no server gets endless requests. */
export async function withServers<Value>(
  answers: readonly (RawAnswer | Greeting)[],
  use: (urls: string[]) => Promise<Value>,
  largestConnectionCount = mostConnections,
): Promise<Value> {
  const servers = await Promise.all(answers.map((answer) => rawServer(answer)));
  try {
    const value = await use(servers.map(({ url }) => url));
    for (const server of servers)
      expect(server.connectionCount()).toBeLessThanOrEqual(largestConnectionCount);
    return value;
  } finally {
    for (const server of servers) server.close();
  }
}
