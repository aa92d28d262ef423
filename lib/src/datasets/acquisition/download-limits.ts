/** How long to wait for a server and how slow it may be before the next source is tried. */
export interface DownloadLimits {
  /** Milliseconds from a request to the head of its answer, through a proxy as well. Defaults to 15,000. */
  readonly answer?: number;
  /** Milliseconds of waiting over which the rate is measured. Defaults to 30,000. */
  readonly idle?: number;
  /** Bytes a second that must come at least while waiting for the server. Defaults to 4,000. */
  readonly leastRate?: number;
  /** Milliseconds that a file or an archive may take, all attempts together. Defaults to three hours. */
  readonly total?: number;
  /** Milliseconds before a second attempt; twice as many before a third. Defaults to 500. */
  readonly retryPause?: number;
  /**
   * Milliseconds that a server may ask to wait before the next attempt (`Retry-After`); one that asks for more is
   * given up. Defaults to 30,000.
   */
  readonly longestPause?: number;
  /** Milliseconds that a run of a registry's client (npm, apt-get) may take. Defaults to 15 minutes. */
  readonly command?: number;
}

const minute = 60_000;

const defaults: Required<DownloadLimits> = {
  answer: 15_000,
  idle: 30_000,
  leastRate: 4_000,
  total: 180 * minute,
  retryPause: 500,
  longestPause: 30_000,
  command: 15 * minute,
};

/** What a timer takes; with more it would ring at once. */
const largest = 2 ** 31 - 1;

/**
 * Adds the defaults.
 *
 * @throws {RangeError} if a limit is not from 1 to 2,147,483,647.
 */
export function completeLimits(limits: DownloadLimits = {}): Required<DownloadLimits> {
  const complete = { ...defaults };
  for (const name of Object.keys(defaults) as (keyof DownloadLimits)[]) {
    const value = limits[name] ?? defaults[name];
    if (!(value >= 1 && value <= largest)) {
      throw new RangeError(
        `Downloading: expected the limit "${name}" to be from 1 to ${largest.toLocaleString('en-US')} but found ${value}.`,
      );
    }
    complete[name] = value;
  }
  return complete;
}
