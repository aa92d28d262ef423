/**
 * The program of a trial: reads its request from standard input, trains, and writes lines of JSON. With `--look`,
 * it only prepares its node and reports on it.
 */

import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { ownVersion } from '../system/own-version.js';
import { tf } from '../tensorflow.js';
import { nativeVersion } from '../tensorflow-js.js';
import { type History, TrainingDivergedError } from '../training/history.js';
import { runTrial, type TrialDataset, type TrialOutcome, type TrialRequest, trialImages } from './trial.js';

const isLook = process.argv.includes('--look');
const input = createInterface({ input: process.stdin });
input.once('line', (line) => {
  void (isLook ? look(JSON.parse(line)) : run(JSON.parse(line))).then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    },
  );
});
// Standard input is closed when the parent process ends: end the trial too.
input.once('close', () => {
  if (!isLook) process.exit(1);
});

/** Reports this node's versions, and downloads its dataset into the cache. */
async function look(dataset: TrialDataset): Promise<void> {
  if (!('file' in dataset)) await trialImages(dataset);
  const versions = {
    'mnist-lab': ownVersion(),
    tfjs: tf.version.tfjs,
    TensorFlow: nativeVersion(),
    Node: process.version,
  };
  process.stdout.write(`${JSON.stringify({ versions })}\n`);
}

async function run(request: TrialRequest): Promise<void> {
  const send = (message: object) => void writeSync(request.descriptor, `${JSON.stringify(message)}\n`);
  try {
    const history = await runTrial(request, (epoch) => send({ epoch }));
    send({ final: outcomeOf(history, request) });
  } catch (error) {
    // These errors would occur again, so the trial is not retried.
    const isForGood = error instanceof TrainingDivergedError || error instanceof RangeError;
    if (!isForGood) throw error;
    send({ failure: error.message });
  }
}

function outcomeOf({ epochs, bestEpoch, warnings }: History, { values }: TrialRequest): TrialOutcome {
  // With early stopping the model has the weights of its best epoch, otherwise of its last.
  return { epochs, epoch: 'patience' in values ? bestEpoch : epochs.length, warnings };
}
