import { readdirSync } from 'node:fs';
import os from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { tf } from 'mnist-lab';
import { collectGarbage } from '../collect-garbage.js';

/** The resources of a process. */
export interface Holdings {
  /** Bytes of memory. */
  readonly memory: number;
  /** Bytes of the JavaScript heap in use. */
  readonly heap: number;
  readonly tensors: number;
  /** Open files, sockets and pipes, or undefined on systems that do not report them. */
  readonly descriptors: number | undefined;
  /** Timers, sockets and other handles that keep the event loop alive. */
  readonly resources: number;
  /** Entries of the folder for temporary files. */
  readonly temporaryFiles: number;
}

/** Measures after all unreachable objects have been collected. */
export async function measure(): Promise<Holdings> {
  for (let pass = 0; pass < 3; pass++) {
    collectGarbage();
    await setTimeout(200); // Finalizers run when the event loop is idle.
  }
  return {
    memory: process.memoryUsage.rss(),
    heap: process.memoryUsage().heapUsed,
    tensors: tf.memory().numTensors,
    descriptors: countEntries('/proc/self/fd'),
    resources: process.getActiveResourcesInfo().length,
    temporaryFiles: countEntries(os.tmpdir()) ?? 0,
  };
}

function countEntries(folder: string): number | undefined {
  try {
    return readdirSync(folder).length;
  } catch {
    return undefined;
  }
}
