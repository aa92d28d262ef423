import os from 'node:os';
import path from 'node:path';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';
import { userCacheFolder } from '../files/folders.js';
import { temporaryFile } from '../files/temporary-file.js';

/** Environment variable with the folder in which compiled steps of trainings are kept, or `none`. */
export const compilationCacheVariable = 'MNIST_LAB_COMPILATION_CACHE';

/** Where TensorFlow was told to look for compiled code, and to leave it. */
export interface CompilationPlace {
  /** Of this process alone; it exists only while something is compiled. */
  readonly work: string;
  /** 1 while a thread of this process compiles, else 0: they share TensorFlow, and with it that folder. */
  readonly lock: Int32Array;
}

const flag = '--tf_xla_persistent_cache_directory';
/** What the main thread tells workers, which share TensorFlow with it. */
const placeKey = 'mnist-lab: place of compiled code';

/** Where compiled steps of trainings are kept, of all processes of this user; undefined where they are not. */
export function compilationCacheFolder(): string | undefined {
  if (!isWanted()) return undefined;
  const { [compilationCacheVariable]: given } = process.env;
  try {
    return given ? path.resolve(given) : path.join(userCacheFolder(), 'mnist-lab', 'compiled');
  } catch {
    // Of a user without a home.
    return undefined;
  }
}

/**
 * Tells TensorFlow, for as long as it is being loaded, where it finds and leaves what XLA compiles: in a folder of this
 * process alone, since TensorFlow believes all it finds. `withCompilationCache` fills and empties it. Flags of the
 * user's own about this are left as they are.
 */
export function withXlaFlags<Result>(load: () => Result): Result {
  const { TF_XLA_FLAGS: given } = process.env;
  const work = temporaryFile(os.tmpdir());
  // TensorFlow takes spaces and quotes for the end of a flag, and what does not begin with a flag for a file with flags.
  const canAdd = /^[\w./+@:-]+$/.test(work) && /^\s*(--|$)/.test(given ?? '') && !given?.includes(flag);
  // Another copy of this library, or somebody else, may have loaded TensorFlow.
  const isFirst = isMainThread && !compilationPlace() && !isLoaded();
  if (!isWanted() || !canAdd || !isFirst) return load();
  process.env.TF_XLA_FLAGS = [given, `${flag}=${work} --tf_xla_persistent_cache_device_types=CPU`]
    .filter(Boolean)
    .join(' ');
  try {
    const loaded = load();
    setEnvironmentData(placeKey, { work, lock: new Int32Array(new SharedArrayBuffer(4)) });
    return loaded;
  } finally {
    // Processes that this one starts have folders of their own.
    if (given === undefined) delete process.env.TF_XLA_FLAGS;
    else process.env.TF_XLA_FLAGS = given;
  }
}

/** The place that TensorFlow was told; undefined where it was told none. */
export function compilationPlace(): CompilationPlace | undefined {
  return getEnvironmentData(placeKey) as unknown as CompilationPlace | undefined;
}

/** Elsewhere than on Linux nothing tells what a processor is able to do. */
function isWanted(): boolean {
  return process.platform === 'linux' && process.env[compilationCacheVariable] !== 'none';
}

function isLoaded(): boolean {
  return Object.keys(require.cache).some((file) => path.basename(file) === 'tfjs_binding.node');
}
