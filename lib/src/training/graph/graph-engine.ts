/**
 * The training engine.
 *
 * **Why a SavedModel.** tfjs-node's addon offers two ways into TensorFlow's runtime: one operation at a time, which
 * costs more than the arithmetic of a small network, and running a graph from a file in TensorFlow's SavedModel
 * format. So a model is written down as a graph once, with everything a step needs (the batch, the layers forward and
 * backward, the optimizer), in a loop over many steps, and a call from JavaScript trains for about a tenth of a second.
 *
 * **The way of the data.**
 * 1. `compile-model.ts` turns the layers of a `tf.Sequential` into `GraphLayer`s, or says why it cannot.
 * 2. `training-graph.ts` builds the graph: variables for images, weights and Adam's moments; a loop of steps
 *    (`batch-input.ts`, `layers/`, `loss.ts`, `optimizer.ts`); the forward pass for validation.
 * 3. `saved-model.ts` writes it as a file, `session.ts` loads it and feeds and fetches nodes by name.
 * 4. `epoch-draws.ts` draws what is random in an epoch; `graph-trainer.ts` cuts the epoch into slices and runs them.
 * 5. This file is the training as a user sees it: epochs, validation, early stopping, checkpoints, interruption.
 *
 * **Two ways to run a slice** (`plan.ts`): TensorFlow's own operations one by one, or the slice compiled as a whole
 * by the XLA in TensorFlow's library. Both use the same graph.
 *
 * **To add a layer**, write a file in `layers/` that reads its configuration and gives its forward and backward pass
 * (`dropout.ts` is a short one), and name it in the table of `layers/compile-layer.ts`.
 */

import { setImmediate } from 'node:timers/promises';
import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset } from '../../datasets/dataset.js';
import { BestEpoch } from '../best-epoch.js';
import { type Checkpoint, readCheckpoint, trainingIdentity, writeCheckpoint } from '../checkpoint.js';
import { epochRandom } from '../epoch-random.js';
import { type EpochRecord, type History, TrainingDivergedError } from '../history.js';
import type { GraphLayer } from '../layers/layer.js';
import type { TrainSettings } from '../options.js';
import { ProgressMeter } from '../progress-meter.js';
import { learningRates } from '../schedule.js';
import { readWeights, writeWeights } from '../weights.js';
import { drawEpoch } from './epoch-draws.js';
import { GraphTrainer, type Plan } from './graph-trainer.js';
import { choosePlan } from './plan.js';

/** Trains a model whose layers the graph knows. `wantedPlan` is chosen by size where it is left out. */
export async function trainGraph(
  model: Sequential,
  layers: readonly GraphLayer[],
  dataset: Dataset,
  settings: TrainSettings,
  wantedPlan?: Plan,
): Promise<History> {
  const started = performance.now();
  const { epochs, batchSize, seed, signal, validation, earlyStopping } = settings;
  const steps = Math.ceil(dataset.count / batchSize);
  const rates = learningRates(settings.learningRate, epochs, steps);
  const saving = settings.checkpoint;
  const identity = saving ? trainingIdentity(model, dataset, settings) : {};
  const resumed = saving?.resume ? await readCheckpoint(saving.directory, identity) : undefined;
  let plan = wantedPlan ?? choosePlan(model, dataset.count, settings);
  if (resumed) plan = { ...plan, compiled: resumed.compiled };

  const opened = openTrainer(model, layers, dataset, settings, rates, plan, resumed !== undefined);
  const { trainer } = opened;
  plan = opened.plan;
  const best = new BestEpoch(earlyStopping, validation !== undefined);
  const records: EpochRecord[] = [];
  // Weights to go back to: of the best epoch, and of the last that was whole.
  let bestWeights = readWeights(model);
  let lastWeights = bestWeights;
  let stoppedBy: History['stoppedBy'] = 'epochs';
  const rowCount = steps * batchSize;
  const meter = new ProgressMeter(settings, steps, dataset.count);

  /** @returns whether the epoch was done; not if the signal came in between. */
  const trainEpoch = async (epoch: number): Promise<boolean> => {
    const random = epochRandom(seed, epoch);
    const size = { count: dataset.count, rowCount, steps, columns: dataset.columns };
    const draws = drawEpoch(random, size, settings.augmentation);
    const stepsBefore = (epoch - 1) * steps;
    meter.startEpoch(epoch);
    for (let start = 0; start < steps; start += plan.sliceSteps) {
      // Timers, signals and the kernel's messages get their turn between two slices.
      await setImmediate();
      if (signal?.aborted) return false;
      const wanted = Math.min(plan.sliceSteps, steps - start);
      const done = trainer.slice({ start, steps: wanted, stepsBefore, draws });
      if (done.stepsDone < wanted || !Number.isFinite(done.lossSum))
        throw diverged(epoch, start + done.stepsDone);
      const samples = Math.min(dataset.count, (start + wanted) * batchSize) - start * batchSize;
      meter.add(wanted, samples, done.lossSum / samples, done.rightSum / samples);
    }
    return true;
  };
  const diverged = (epoch: number, stepOfEpoch: number) => {
    const step = (epoch - 1) * steps + stepOfEpoch;
    return new TrainingDivergedError(step, epoch, rates[step - 1]!, records);
  };

  try {
    if (resumed) {
      for (const record of resumed.epochs) {
        records.push(record);
        best.add(record);
      }
      trainer.restore(resumed.state);
      lastWeights = trainer.weights();
      bestWeights = lastWeights.map((values, place) => resumed.state[`best_${place}`] ?? values);
      if (best.isOver(records.length)) stoppedBy = 'earlyStopping';
    }
    for (let epoch = records.length + 1; epoch <= epochs && stoppedBy === 'epochs'; epoch++) {
      const epochStarted = performance.now();
      if (!(await trainEpoch(epoch))) {
        stoppedBy = 'signal';
        break;
      }
      const weights = trainer.weights();
      if (!weights.every((values) => values.every(Number.isFinite))) throw diverged(epoch, steps);
      lastWeights = weights;
      const validated = validation && trainer.evaluate(validation);
      const record: EpochRecord = {
        epoch,
        loss: meter.loss,
        accuracy: meter.accuracy,
        ...(validated ? { validationLoss: validated.loss, validationAccuracy: validated.accuracy } : {}),
        learningRate: rates[epoch * steps - 1]!,
        seconds: (performance.now() - epochStarted) / 1000,
      };
      records.push(record);
      if (best.add(record)) bestWeights = weights;
      if (best.isOver(epoch)) stoppedBy = 'earlyStopping';
      if (saving && (epoch % (saving.everyEpochs ?? 1) === 0 || epoch === epochs || stoppedBy !== 'epochs'))
        await writeCheckpoint(saving.directory, checkpointOf(trainer, plan, identity, records, bestWeights));
      if (settings.onEpochEnd) {
        writeWeights(model, weights);
        await settings.onEpochEnd(record);
      }
      if (signal?.aborted && stoppedBy === 'epochs' && epoch < epochs) stoppedBy = 'signal';
    }
    const keepsBest = earlyStopping !== undefined || (stoppedBy === 'signal' && validation !== undefined);
    const current = stoppedBy === 'signal' ? trainer.weights() : lastWeights;
    writeWeights(model, keepsBest && best.epoch > 0 ? bestWeights : current);
  } catch (error) {
    writeWeights(model, earlyStopping ? bestWeights : lastWeights);
    throw error;
  } finally {
    trainer.close();
  }
  const seconds = (performance.now() - started) / 1000;
  const engineReason = `every layer is known to the graph; its steps were ${opened.how}`;
  return { engine: 'graph', engineReason, epochs: records, bestEpoch: best.epoch, stoppedBy, seconds, seed };
}

/** Loads the graph as planned, or without XLA where this machine's library has none. */
function openTrainer(
  model: Sequential,
  layers: readonly GraphLayer[],
  dataset: Dataset,
  settings: TrainSettings,
  rates: Float32Array,
  plan: Plan,
  mustKeepPlan: boolean,
): { trainer: GraphTrainer; plan: Plan; how: string } {
  const open = (chosen: Plan) => new GraphTrainer(model, layers, dataset, settings, rates, chosen);
  const plain = { ...plan, compiled: false };
  if (!plan.compiled) return { trainer: open(plain), plan: plain, how: 'run operation by operation' };
  try {
    return { trainer: open(plan), plan, how: 'compiled by XLA' };
  } catch (error) {
    // A checkpoint's training would go on with other rounding errors.
    if (mustKeepPlan) throw error;
    const [reason] = (error as Error).message.split('\n');
    return { trainer: open(plain), plan: plain, how: `run operation by operation, as XLA said: ${reason}` };
  }
}

function checkpointOf(
  trainer: GraphTrainer,
  { compiled }: Plan,
  identity: Checkpoint['identity'],
  epochs: readonly EpochRecord[],
  bestWeights: readonly Float32Array[],
): Checkpoint {
  const best = Object.fromEntries(bestWeights.map((values, place) => [`best_${place}`, values]));
  return { identity, epochs, compiled, state: { ...trainer.state(), ...best } };
}
