/**
 * The engine that trains in one TensorFlow graph.
 *
 * **Why a SavedModel.** tfjs-node's addon has two interfaces to TensorFlow's runtime: one operation at a
 *   time, whose overhead exceeds the arithmetic of a small network, and running a graph from a file in the
 *   SavedModel format. Therefore a model is written once as a graph with everything that a step needs (the
 *   batch, the layers forward and backward, the optimizer), in a loop over many steps. One call from
 *   JavaScript trains for a few tenths of a second.
 *
 * **Data flow.**
 * 1. `layers/network.ts` converts the layers of a `tf.Sequential` to one forward pass, or explains why it
 * cannot.
 * 2. `training-graph.ts` builds the graph: variables for images, weights and the optimizer's state, a loop of
 * steps, and the prediction. `training-step.ts` builds a step from `batch-input.ts`, the layers, the loss,
 * `program/gradients.ts` and `apply-updates.ts`.
 * 3. `program/tensorflow/saved-model.ts` writes it as a file. `session.ts` next to it loads it, and feeds and
 * fetches nodes by name.
 * 4. `training/draw-epoch.ts` draws the random numbers of an epoch. This file divides the epoch into slices and runs
 * them.
 *
 * **Two ways to run a slice** (`plan.ts`): TensorFlow's own operations one by one, or the slice compiled as a whole
 * by the XLA in TensorFlow's library. Both use the same graph.
 */

import { setImmediate } from 'node:timers/promises';
import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset } from '../../datasets/dataset.js';
import type { Variable } from '../../layers/layer.js';
import type { Network } from '../../layers/network.js';
import { classCountOf } from '../../layers/outputs.js';
import { modelMetadata } from '../../models/metadata.js';
import { type Feed, GraphSession, misalignedBytes } from '../../program/tensorflow/session.js';
import { sizeOf } from '../../program/value.js';
import { augmentationStrength } from '../augmentations/annealing.js';
import { type HeldImages, heldLength } from '../augmentations/augmentation.js';
import {
  type ChosenAugmentation,
  chosenAugmentations,
  marginOf,
} from '../augmentations/augmentation-table.js';
import { classFactors } from '../class-weights.js';
import { drawEpoch, type EpochDraws } from '../draw-epoch.js';
import { type Engine, type EpochEnd, type EpochTask, requireArrays } from '../engine.js';
import { productsOf } from '../mixed-precision.js';
import type { TrainSettings } from '../train-options.js';
import { readWeights } from '../weights.js';
import { numbersOfStep, stepNumbersOf } from './apply-updates.js';
import { holdImages } from './batch-input.js';
import { companions, feeds, nodesOf, prediction, sliceResults } from './names.js';
import { buildTrainingGraph, stateShapes } from './training-graph.js';

/** How to run the graph. */
export interface Plan {
  /** Whether XLA compiles the steps. Otherwise TensorFlow's own operations run one by one. */
  readonly compiled: boolean;
  /** Steps per call. */
  readonly sliceSteps: number;
  /** Reason for not compiling networks that are slow under XLA, as the end of a sentence. */
  readonly why?: string;
}

/**
 * A slice of an epoch: its first step, counted from 0 in the epoch, the number of steps, and their random
 * numbers.
 */
interface Slice {
  readonly start: number;
  readonly steps: number;
  readonly task: Pick<EpochTask, 'stepsBefore' | 'rates'>;
  readonly draws: EpochDraws;
}

interface SliceSums {
  /**
   * Number of steps that were run. It is smaller than requested if the loss of the last one is not finite.
   */
  readonly stepsDone: number;
  readonly lossSum: number;
  readonly rightSum: number;
}

const noDraws: EpochDraws = { order: new Int32Array(), seeds: new Int32Array(), augmentations: {} };

// Rows per call in predictions, few enough that activations stay in the processor's cache.
const predictedRows = 1000;

/** A model in TensorFlow's runtime: its weights, the optimizer's state, and the dataset. */
export class GraphEngine implements Engine {
  readonly name = 'graph';
  readonly compiled: boolean;
  private readonly session: GraphSession;
  private readonly variables: readonly Variable[];
  private readonly shapes: ReadonlyMap<string, readonly number[]>;
  private readonly augmentations: readonly ChosenAugmentation[];
  private readonly images: HeldImages;
  private readonly classCount: number;

  /** @throws {Error} if XLA should compile the steps but cannot. */
  constructor(
    model: Sequential,
    network: Network,
    private readonly dataset: Dataset,
    private readonly settings: TrainSettings,
    private readonly plan: Plan,
    readonly reason: string,
  ) {
    this.compiled = plan.compiled;
    const { batchSize, labelSmoothing, precision } = settings;
    const { rows, columns, count } = dataset;
    this.augmentations = chosenAugmentations(settings.augmentation);
    this.images = { rows, columns, margin: marginOf(this.augmentations) };
    this.classCount = classCountOf(model);
    this.variables = network.variables;
    const scaling = modelMetadata(model).inputScaling;
    const input = { images: this.images, augmentations: this.augmentations, scaling };
    const factors = classFactors(dataset, settings.classWeights);
    const loss = { labelSmoothing, classFactors: factors };
    const products = productsOf(precision);
    const program = { network, input, count, batchSize, ...loss, products, rule: settings, ...plan };
    this.shapes = stateShapes(program);
    this.session = new GraphSession(buildTrainingGraph(program));
    try {
      const held = holdImages(dataset, this.images.margin);
      this.write({
        [feeds.images]: { data: held, shape: [count, heldLength(this.images)] },
        [feeds.labels]: { data: Int32Array.from(dataset.labels), shape: [count] },
        ...this.initialState(readWeights(model)),
      });
      if (plan.compiled) this.compile();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  async trainEpoch(task: EpochTask): Promise<EpochEnd> {
    const { steps, signal, random, onSteps } = task;
    const { batchSize } = this.settings;
    const { count } = this.dataset;
    const { sliceSteps } = this.plan;
    const size = { count, rowCount: steps * batchSize, steps };
    const draws = drawEpoch(random, size, this.augmentations, this.images, this.strengths(task));
    for (let start = 0; start < steps; start += sliceSteps) {
      // Let timers, signals and messages of the Jupyter kernel be handled between two slices.
      await setImmediate();
      if (signal?.aborted) return 'interrupted';
      const wanted = Math.min(sliceSteps, steps - start);
      const { stepsDone, lossSum, rightSum } = this.runSlice({ start, steps: wanted, task, draws });
      if (stepsDone < wanted || !Number.isFinite(lossSum)) return { divergedAtStep: start + stepsDone };
      onSteps(wanted, Math.min(count, (start + wanted) * batchSize) - start * batchSize, lossSum, rightSum);
    }
    return 'done';
  }

  weights(): Float32Array[] {
    const averages = this.settings.emaDecay > 0;
    const names = this.variables.map((variable) => (averages ? companions.average(variable) : variable.name));
    const values: Float32Array[] = [];
    for (const [index, value] of this.read(names).entries()) values[this.variables[index]!.place] = value;
    return values;
  }

  probabilities({ images, count }: Dataset): Float32Array {
    const pixels = this.images.rows * this.images.columns;
    const probabilities = new Float32Array(count * this.classCount);
    for (let start = 0; start < count; start += predictedRows) {
      const rows = Math.min(predictedRows, count - start);
      const data = images.subarray(start * pixels, (start + rows) * pixels);
      const feed = { [prediction.images]: { data, shape: [rows, pixels] } };
      const found = this.session.run(feed, [prediction.probabilities])[prediction.probabilities];
      probabilities.set(found, start * this.classCount);
    }
    return probabilities;
  }

  async state(): Promise<Record<string, Float32Array>> {
    const names = [...this.shapes.keys()];
    const values = this.read(names);
    return Object.fromEntries(names.map((name, index) => [name, values[index]!]));
  }

  async restore(state: Readonly<Record<string, Float32Array>>): Promise<void> {
    requireArrays(
      state,
      [...this.shapes].map(([name, shape]) => [name, sizeOf(shape)]),
    );
    this.write(feedsOf(this.shapes, (name) => state[name]!));
  }

  close(): void {
    this.session.close();
  }

  /** Runs a slice of no steps, which makes XLA compile it, or fail. */
  private compile(): void {
    const task = { stepsBefore: 0, rates: new Float32Array() };
    this.runSlice({ start: 0, steps: 0, task, draws: noDraws });
  }

  private runSlice({ start, steps, task: { stepsBefore, rates }, draws }: Slice): SliceSums {
    const { batchSize } = this.settings;
    const { sliceSteps } = this.plan;
    const rowCount = sliceSteps * batchSize;
    const names = stepNumbersOf(this.settings);
    const sizes = new Float32Array(sliceSteps);
    const numbers = new Float32Array(sliceSteps * names.length);
    for (let index = 0; index < steps; index++) {
      sizes[index] = Math.min(batchSize, this.dataset.count - (start + index) * batchSize);
      const step = stepsBefore + start + index;
      const values = numbersOfStep(this.settings, step, rates.length, rates[step]!);
      names.forEach((name, place) => {
        numbers[index * names.length + place] = values[name]!;
      });
    }
    const rows = (all: Int32Array | Float32Array | undefined) => part(all, start * batchSize, rowCount);
    const results = this.session.run(
      {
        [feeds.count]: { data: Int32Array.of(steps), shape: [] },
        [feeds.order]: rows(draws.order),
        [feeds.sizes]: { data: sizes, shape: [sliceSteps] },
        [feeds.seeds]: part(draws.seeds, start, sliceSteps),
        [feeds.numbers]: { data: numbers, shape: [sliceSteps, names.length] },
        ...Object.fromEntries(
          this.augmentations
            .filter(({ augmentation }) => augmentation.drawn)
            .map(({ name, augmentation }) => {
              const none = augmentation.drawn?.type === 'int32' ? new Int32Array() : new Float32Array();
              return [feeds.drawn(name), rows(draws.augmentations[name] ?? none)];
            }),
        ),
      },
      sliceResults,
    );
    const [stepsDone, lossSum, rightSum] = sliceResults.map((name) => results[name][0]!) as [
      number,
      number,
      number,
    ];
    return { stepsDone, lossSum, rightSum };
  }

  /** Strengths of augmentations in each step of an epoch, or undefined without annealing. */
  private strengths({ steps, stepsBefore, rates }: EpochTask): Float32Array | undefined {
    const { augmentationAnnealing: annealing } = this.settings;
    const strength = (_: unknown, step: number) =>
      augmentationStrength(annealing, stepsBefore + step, rates.length);
    return annealing && Float32Array.from({ length: steps }, strength);
  }

  private initialState(weights: readonly Float32Array[]): Record<string, Feed> {
    const initial = new Map<string, Float32Array>();
    for (const variable of this.variables) {
      initial.set(variable.name, weights[variable.place]!);
      initial.set(companions.average(variable), weights[variable.place]!);
    }
    return feedsOf(this.shapes, (name, shape) => initial.get(name) ?? new Float32Array(sizeOf(shape)));
  }

  // Writes all variables in one call, because TensorFlow takes some milliseconds to prepare each new set of
  // inputs and outputs.
  private write(values: Readonly<Record<string, Feed>>): void {
    const names = Object.keys(values).map(nodesOf);
    const inputs = Object.values(values).map((feed, index) => [names[index]!.value, feed]);
    this.session.run(
      Object.fromEntries(inputs),
      names.map(({ write }) => write),
    );
  }

  private read(names: readonly string[]): Float32Array[] {
    // TensorFlow cannot fetch an empty list, as for a model without weights.
    if (names.length === 0) return [];
    const nodes = names.map((name) => nodesOf(name).read);
    const values = this.session.run({}, nodes);
    return nodes.map((node) => values[node] as Float32Array);
  }
}

function feedsOf(
  shapes: ReadonlyMap<string, readonly number[]>,
  dataOf: (name: string, shape: readonly number[]) => Float32Array,
): Record<string, Feed> {
  return Object.fromEntries([...shapes].map(([name, shape]) => [name, { data: dataOf(name, shape), shape }]));
}

/**
 * A part of an array from `start` on, padded with zeros: XLA compiles separately for each size, so inputs have the
 * same size in every call.
 */
function part(all: Int32Array | Float32Array = new Int32Array(), start: number, length: number): Feed {
  const { buffer, byteOffset } = misalignedBytes(4 * length);
  const data =
    all instanceof Int32Array
      ? new Int32Array(buffer, byteOffset, length)
      : new Float32Array(buffer, byteOffset, length);
  data.set(all.subarray(start, start + length));
  return { data, shape: [length] };
}
