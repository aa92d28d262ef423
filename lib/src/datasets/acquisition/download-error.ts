/** A failed download. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';

  constructor(
    message: string,
    /** Whether the same request may succeed a moment later. */
    readonly isTemporary: boolean,
    /** Milliseconds that the server asks to wait. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

/** What the system and the HTTP library call failures that may pass by themselves. */
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

/** What broke a connection; `isBroken` if the answer had begun, `proxy` as the environment names it. */
export function connectionFailure(
  cause: unknown,
  proxy: string | undefined,
  isBroken: boolean,
): DownloadError {
  if (cause instanceof DownloadError) return cause;
  // Each address of a name was tried; the first one's error is shown.
  const error = (
    cause instanceof AggregateError ? (cause.errors[0] ?? cause) : cause
  ) as NodeJS.ErrnoException;
  const code = error.code ?? '';
  const refusal = /^Proxy response \((\d+)\)/.exec(error.message)?.[1];
  if (refusal) {
    const message = `the proxy answered ${refusal} when asked to connect, expected 200${hint(proxy)}`;
    return new DownloadError(message, isTemporaryStatus(Number(refusal)));
  }
  const reason = error.message || code || 'it gave no reason';
  const isTemporary = temporaryCodes.has(code);
  if (isBroken) return new DownloadError(`the connection broke (${reason})`, isTemporary);
  return new DownloadError(`${reason}${hint(proxy)}`, isTemporary);
}

/** Names the proxy, which may be the server that cannot be reached. */
export function hint(proxy: string | undefined): string {
  return proxy ? ` (${proxy})` : '';
}

/** Whether a server with this status may answer otherwise a moment later. */
export function isTemporaryStatus(status: number): boolean {
  return status >= 500 || status === 429 || status === 408 || status === 425;
}
