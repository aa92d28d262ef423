import { readdirSync } from 'node:fs';
import os from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { tf } from 'mnist-lab';

/** What a process holds. */
export interface Holdings {
  /** Bytes of memory. */
  readonly memory: number;
  /** Bytes of JavaScript's heap that are in use. */
  readonly heap: number;
  readonly tensors: number;
  /** Files, sockets and pipes that are open; undefined where only the system could tell. */
  readonly descriptors: number | undefined;
  /** Timers, sockets and whatever else keeps the event loop alive. */
  readonly resources: number;
  /** Entries of the folder for temporary files. */
  readonly temporaryFiles: number;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Measures once all that nobody refers to any more has been given back. */
export async function measure(): Promise<Holdings> {
  for (let pass = 0; pass < 3; pass++) {
    collectGarbage();
    await setTimeout(200); // Finalizers run when the event loop is free.
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
