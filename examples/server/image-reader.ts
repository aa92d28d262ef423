import os from 'node:os';
import path from 'node:path';
import { Piscina } from 'piscina';
import type { ReadResult, ReadTask } from './read-image.cjs';
import { busy, RequestError } from './request-error.js';

/** Maximum number of threads. Each takes 50 MB of memory for the network. */
const mostThreads = 3;
/** After this time, a thread is terminated and replaced. */
const longestMilliseconds = 10_000;
/** Time limit while a thread loads the network, which takes seconds on an idle machine. */
const longestStart = 120_000;

/** Threads that decode images up to a number of pixels, with the maximum length of their queue. */
interface Lane {
  readonly pool: Piscina<ReadTask, ReadResult>;
  readonly mostWaiting: number;
  readonly largestPixelCount: number;
}

/** Decodes images in threads. If the queue is full, further images are rejected. */
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
    await Promise.all([this.small, this.large].map((lane) => read(lane, new Uint8Array(1), longestStart)));
    return this;
  }

  /**
   * @returns Pixels as the network takes them.
   * @throws {RequestError} if the file is not an image or has too many pixels, or if the queue is full.
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
      // A separate thread decodes large images, so that other clients do not wait for them.
      result = await read(this.large, file);
    }
    if ('error' in result) throw new RequestError(422, result.error);
    return result.pixels;
  }

  async close(): Promise<void> {
    await Promise.all([this.small, this.large].map(({ pool }) => pool.destroy()));
  }
}

async function read(
  { pool, mostWaiting, largestPixelCount }: Lane,
  file: Uint8Array,
  milliseconds = longestMilliseconds,
): Promise<ReadResult> {
  // Check the queue here, because the pool's own limit does not count tasks that can be aborted.
  if (pool.queueSize >= mostWaiting) throw busy('too many images are being read');
  const signal = AbortSignal.timeout(milliseconds);
  try {
    return await pool.run({ file, largestPixelCount }, { signal });
  } catch (error) {
    throw signal.aborted ? busy('reading the image took too long') : error;
  }
}
