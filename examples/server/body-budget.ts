import type { FastifyReply, FastifyRequest } from 'fastify';
import { busy } from './request-error.js';

/** Limits the memory of request bodies that are being received or processed. */
export class BodyBudget {
  private taken = 0;

  constructor(
    private readonly bytes: number,
    private readonly largestBody: number,
  ) {}

  /**
   * Reserves memory for a request's body until the request is answered or aborted.
   *
   * @throws {RequestError} if too little memory is left.
   */
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
