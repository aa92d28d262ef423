import type { FastifyInstance } from 'fastify';
import { RequestError } from './request-error.js';

/** Clients that can use the service. */
export interface Access {
  /**
   * Host names of the service, without ports. Requests for other names are rejected, such as those of a
   * website that points its own name at this machine (DNS rebinding). Defaults to `localhost`
   * and its addresses.
   */
  readonly hosts?: readonly string[];
  /** Origins of websites whose scripts may read the responses, such as `https://example.org`. Defaults to none. */
  readonly origins?: readonly string[];
}

/** Rejects requests to other hosts, and tells browsers which websites can read the responses (CORS). */
export function limitAccess(
  server: FastifyInstance,
  { hosts = ['localhost', '127.0.0.1', '[::1]'], origins = [] }: Access,
): void {
  const names = hosts.map((host) => host.toLowerCase());
  server.addHook('onRequest', async ({ headers: { host = '', origin } }, reply) => {
    if (!names.includes(host.toLowerCase().replace(/:\d+$/, '')))
      throw new RequestError(
        421,
        'This server does not answer requests for this host name. Allow it with --hosts.',
      );
    reply.header('vary', 'origin');
    if (origin !== undefined && origins.includes(origin)) reply.header('access-control-allow-origin', origin);
  });
  // Answers a browser's preflight request, which comes before a script of another website sends an image.
  server.options('/predict', (_request, reply) =>
    reply
      .code(204)
      .headers({
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'content-type',
        'access-control-max-age': '600',
      })
      .send(),
  );
}
