import { randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';
import { userCacheFolder } from './user-cache-folder.js';

/** Environment variable with the folder in which compiled steps of trainings are kept, or `none`. */
export const compilationCacheVariable = 'MNIST_LAB_COMPILATION_CACHE';

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

/** Elsewhere than on Linux nothing tells what a processor is able to do. */
function isWanted(): boolean {
  return process.platform === 'linux' && process.env[compilationCacheVariable] !== 'none';
}

const flag = '--tf_xla_persistent_cache_directory';
/** What the main thread tells workers, which share TensorFlow with it. */
const folderKey = 'mnist-lab: folder of compiled code';

/**
 * Tells TensorFlow, for as long as it is being loaded, where it finds and leaves what XLA compiles: in a folder of this
 * process alone, since TensorFlow writes its files in place and believes all it finds. `withCompilationCache` fills
 * and empties it. Flags of the user's own about this are left as they are.
 */
export function withXlaFlags<Result>(load: () => Result): Result {
  const { TF_XLA_FLAGS: given } = process.env;
  const folder = path.join(os.tmpdir(), `mnist-lab-xla-${process.pid}-${randomBytes(6).toString('hex')}`);
  // TensorFlow takes spaces and quotes for the end of a flag.
  const isUsable = isWanted() && /^[\w./+@:-]+$/.test(folder);
  // Another copy of this library may have loaded TensorFlow.
  const isTold = !isMainThread || compilationFolder() !== undefined;
  if (isTold || !isUsable || given?.includes(flag)) return load();
  process.env.TF_XLA_FLAGS = [given, `${flag}=${folder} --tf_xla_persistent_cache_device_types=CPU`]
    .filter(Boolean)
    .join(' ');
  try {
    return load();
  } finally {
    setEnvironmentData(folderKey, folder);
    // Processes that this one starts have folders of their own.
    if (given === undefined) delete process.env.TF_XLA_FLAGS;
    else process.env.TF_XLA_FLAGS = given;
  }
}

/** The folder that TensorFlow was told, which exists only while something is compiled; undefined where it was told none. */
export function compilationFolder(): string | undefined {
  return getEnvironmentData(folderKey) as string | undefined;
}
