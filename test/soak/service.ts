import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { createServer } from '../../examples/server.js';
import { hostilePng, hostileSvg } from '../../scripts/load/hostile-images.js';
import { strokePicture } from '../images/stroke.js';

/** The web service in this process, and requests of legitimate and malicious clients. */
export class Service {
  private constructor(
    private readonly server: FastifyInstance,
    private readonly port: number,
    private readonly bodies: readonly (readonly [type: string, body: Buffer])[],
  ) {}

  static async start(model: string): Promise<Service> {
    const server = await createServer(model);
    const address = await server.listen({ port: 0, host: '127.0.0.1' });
    const pictures = [await strokePicture(28).png().toBuffer(), await strokePicture(500).jpeg().toBuffer()];
    const bodies = [
      ...pictures.map((body) => ['image/png', body] as const),
      ['application/octet-stream', Buffer.alloc(36, 100)],
      ['image/svg+xml', hostileSvg],
      ['image/png', hostilePng(8000)],
      ['image/png', pictures[0]!.subarray(0, 100)],
      ['text/plain', Buffer.from('hello')],
      ['image/png', Buffer.alloc(2_000_000)],
    ] as const;
    return new Service(server, Number(new URL(address).port), bodies);
  }

  /** Sends one request per body. Another client disconnects in the middle of its request. */
  async use(): Promise<void> {
    const url = `http://127.0.0.1:${this.port}/predict`;
    await Promise.all(
      this.bodies.map(async ([type, body]) => {
        const init = { method: 'POST', body: new Uint8Array(body), headers: { 'content-type': type } };
        // A server that rejects a large body closes the connection while it is still being sent.
        await fetch(url, init)
          .then((answer) => answer.arrayBuffer())
          .catch(() => {});
      }),
    );
    await new Promise<void>((resolve) => {
      const socket = connect(this.port, '127.0.0.1', () => {
        socket.write('POST /predict HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\nhalf');
        setTimeout(() => socket.destroy(), 20);
      });
      socket.on('error', () => {}).on('close', () => resolve());
    });
  }

  async close(): Promise<void> {
    await this.server.close();
  }
}
