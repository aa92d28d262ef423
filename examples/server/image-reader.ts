import os from 'node:os';
import path from 'node:path';
import { Piscina } from 'piscina';
import type { ReadResult, ReadTask } from './read-image.cjs';
import { busy, RequestError } from './request-error.js';

/** Each takes 50 MB for the network. */
const mostThreads = 3;
/** After so long a thread is ended and replaced, whatever it does. */
const longestMilliseconds = 10_000;

/** Threads that read images, and how many images may wait for one. */
interface Lane {
  readonly pool: Piscina<ReadTask, ReadResult>;
  readonly mostWaiting: number;
  readonly largestPixelCount: number;
}

/** Reads images in threads, so many at a time; so many more wait, and the rest is turned away. */
export class ImageReader {
  private readonly small: Lane;
  private readonly large: Lane;

  constructor(directory: string) {
    const pool = (threads: number) =>
      new Piscina<ReadTask, ReadResult>({
        filename: path.join(__dirname, 'read-image.cjs'),
        execArgv: [],
        workerData: { directory },
        minThreads: threads,
        maxThreads: threads,
      });
    const threads = Math.min(Math.max(1, os.availableParallelism() - 1), mostThreads);
    this.small = { pool: pool(threads), mostWaiting: 500, largestPixelCount: 400 * 400 };
    this.large = { pool: pool(1), mostWaiting: 8, largestPixelCount: 2000 * 2000 };
  }

  /** Waits until the threads have loaded the network. */
  async open(): Promise<this> {
    await Promise.all([this.small, this.large].map((lane) => read(lane, new Uint8Array(1))));
    return this;
  }

  /**
   * @returns pixels as the network takes them.
   * @throws {RequestError} if it is no image, has too many pixels, or too many others wait.
   */
  async read(file: Uint8Array): Promise<Uint8Array> {
    let result = await read(this.small, file);
    if ('error' in result && result.pixelCount !== undefined) {
      const { largestPixelCount } = this.large;
      if (result.pixelCount > largestPixelCount)
        throw new RequestError(
          413,
          `Decoding the image: expected at most ${largestPixelCount} pixels but found ${result.pixelCount}.`,
        );
      // These are read by a thread of their own, so that they keep nobody else waiting.
      result = await read(this.large, file);
    }
    if ('error' in result) throw new RequestError(422, result.error);
    return result.pixels;
  }

  async close(): Promise<void> {
    await Promise.all([this.small, this.large].map(({ pool }) => pool.destroy()));
  }
}

async function read({ pool, mostWaiting, largestPixelCount }: Lane, file: Uint8Array): Promise<ReadResult> {
  // The pool's own limit does not count tasks that can be given up.
  if (pool.queueSize >= mostWaiting) throw busy('too many images are being read');
  const signal = AbortSignal.timeout(longestMilliseconds);
  try {
    return await pool.run({ file, largestPixelCount }, { signal });
  } catch (error) {
    throw signal.aborted ? busy('reading the image took too long') : error;
  }
}
