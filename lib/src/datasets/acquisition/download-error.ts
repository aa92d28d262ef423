export class DownloadError extends Error {
  override readonly name = 'DownloadError';

  constructor(
    message: string,
    /** Whether a retry may succeed. */
    readonly isTemporary: boolean,
    /** Delay in milliseconds requested by the server (`Retry-After`). */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

/** Codes of temporary failures, from the system and the HTTP library. */
const temporaryCodes = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETRESET',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_SOCKET',
]);

/**
 * Explains a failed connection.
 *
 * @param proxy The proxy as `variable is host`, if there is one.
 * @param isBroken Whether the response had begun.
 */
export function connectionFailure(
  cause: unknown,
  proxy: string | undefined,
  isBroken: boolean,
): DownloadError {
  if (cause instanceof DownloadError) return cause;
  // An AggregateError has one error for each address of the host. Show that of the first address.
  const error = (
    cause instanceof AggregateError ? (cause.errors[0] ?? cause) : cause
  ) as NodeJS.ErrnoException;
  const code = error.code ?? '';
  const refusal = /^Proxy response \((\d+)\)/.exec(error.message)?.[1];
  if (refusal) {
    const message = `the proxy responded with ${refusal}, expected 200${hint(proxy)}`;
    return new DownloadError(message, isTemporaryStatus(Number(refusal)));
  }
  const reason = error.message || code || 'it gave no reason';
  const isTemporary = temporaryCodes.has(code);
  if (isBroken) return new DownloadError(`the connection broke (${reason})`, isTemporary);
  return new DownloadError(`${reason}${hint(proxy)}`, isTemporary);
}

/** Mentions the proxy, which may be the unreachable server. */
export function hint(proxy: string | undefined): string {
  return proxy ? ` (${proxy})` : '';
}

/** Whether a retry after this status may succeed. */
export function isTemporaryStatus(status: number): boolean {
  return status >= 500 || status === 429 || status === 408 || status === 425;
}
