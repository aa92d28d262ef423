import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createDigitModel, tf } from 'mnist-lab';

setFlagsFromString('--expose-gc');
export const collectGarbage = runInNewContext('gc') as () => void;

/**
 * A measure of memory after garbage collection. What is collected is freed some time later, so this waits until the
 * measure no longer falls.
 */
export async function withoutGarbage(measure: () => number, pause = 1): Promise<number> {
  let lowest = measure();
  for (let round = 0; round < 3; round++) {
    collectGarbage();
    await setTimeout(pause);
    if (measure() < lowest) round = -1;
    lowest = Math.min(lowest, measure());
  }
  return lowest;
}

const kept = createDigitModel();

/**
 * The number of tensors without the weights of models that are no longer used. Those of earlier tests would otherwise be
 * freed while a test waits, whenever garbage happens to be collected.
 */
export function tensorsInUse(): Promise<number> {
  // tfjs keeps a reference to the last model applied, which must not be one of an earlier test.
  tf.dispose(tf.tidy(() => kept.predict(tf.zeros([1, 784]))));
  return withoutGarbage(() => tf.memory().numTensors);
}
