/** An error response: fastify sends the status, the service's error handler the message. */
export class RequestError extends Error {
  constructor(
    readonly statusCode: 413 | 415 | 421 | 422 | 503,
    message: string,
  ) {
    super(message);
  }
}

/** The service is overloaded. The client can retry later. */
export const busy = (what: string) =>
  new RequestError(503, `The server is busy: ${what}. Try again in a second.`);
