import type { FastifyReply, FastifyRequest } from 'fastify';
import { busy } from './request-error.js';

/** Keeps the bodies that are being received or answered within so many bytes of memory. */
export class BodyBudget {
  private taken = 0;

  constructor(
    private readonly bytes: number,
    private readonly largestBody: number,
  ) {}

  /** Takes what a request may need, until it is answered or gone. @throws {RequestError} if there is no more. */
  take({ headers }: FastifyRequest, { raw }: FastifyReply): void {
    const announced = Number(
      headers['content-length'] ?? (headers['transfer-encoding'] ? this.largestBody : 0),
    );
    const needed = Math.min(announced, this.largestBody);
    if (this.taken + needed > this.bytes) throw busy('too many images are being received');
    this.taken += needed;
    raw.once('close', () => {
      this.taken -= needed;
    });
  }
}
