/** A failed download. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';

  constructor(
    message: string,
    /** Whether the same request may well succeed a moment later. */
    readonly isTemporary: boolean,
    /** Milliseconds that the server wants to be left alone before that. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}
