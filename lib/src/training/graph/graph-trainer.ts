import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset } from '../../datasets/dataset.js';
import { modelMetadata } from '../../models/metadata.js';
import { outputLength } from '../../models/shapes.js';
import type { GraphLayer, Variable } from '../layers/layer.js';
import type { TrainSettings } from '../options.js';
import { readWeights } from '../weights.js';
import { type BatchInput, heldLength, holdImages } from './batch-input.js';
import type { EpochDraws } from './epoch-draws.js';
import { companions, evaluation, feeds, nodesOf, sliceResults } from './names.js';
import { numbersOfStep, stepNumbers } from './optimizer.js';
import { buildTrainingGraph } from './program.js';
import { type Feed, GraphSession } from './runtime/session.js';

/** How the graph is run. */
export interface Plan {
  /** Whether XLA compiles the steps; otherwise TensorFlow's own operations run one by one. */
  readonly compiled: boolean;
  /** Steps in a call. */
  readonly sliceSteps: number;
}

/** Steps to train: where in the training they are, and what was drawn for their epoch. */
export interface Slice {
  /** First step, counted from 0 in the epoch. */
  readonly start: number;
  readonly steps: number;
  /** Steps of the training before this epoch. */
  readonly stepsBefore: number;
  readonly draws: EpochDraws;
}

// Few enough that activations stay in the processor's cache.
const evaluationRows = 1000;

/** A model in TensorFlow's runtime: its weights, the optimizer's state, and the dataset. */
export class GraphTrainer {
  private readonly session: GraphSession;
  private readonly variables: readonly Variable[];
  private readonly stateNames: readonly string[];
  private readonly shapes = new Map<string, readonly number[]>();
  private readonly classCount: number;
  private readonly pixels: number;

  constructor(
    model: Sequential,
    layers: readonly GraphLayer[],
    private readonly dataset: Dataset,
    private readonly settings: TrainSettings,
    private readonly rates: Float32Array,
    private readonly plan: Plan,
  ) {
    const { augmentation, batchSize, labelSmoothing, weightDecay, gradientClipNorm } = settings;
    const { rows, columns, count } = dataset;
    const input: BatchInput = {
      rows,
      columns,
      margin: augmentation.shiftPixels ?? 0,
      flips: augmentation.horizontalFlip ?? false,
      mixes: (augmentation.mixup ?? 0) > 0,
      scaling: modelMetadata(model).inputScaling,
    };
    this.classCount = outputLength(model);
    this.pixels = rows * columns;
    this.variables = layers.flatMap((layer) => layer.variables);
    const averages = settings.weightAveraging > 0;
    const optimizer = { weightDecay, gradientClipNorm };
    const options = { layers, input, count, batchSize, labelSmoothing, optimizer, averages, ...plan };
    this.session = new GraphSession(buildTrainingGraph(options));
    try {
      this.write(feeds.images, {
        data: holdImages(dataset, input.margin),
        shape: [count, heldLength(input)],
      });
      this.write(feeds.labels, { data: Int32Array.from(dataset.labels), shape: [count] });
      for (const variable of this.variables) {
        const { moment1, moment2, average } = companions(variable);
        const names = variable.kind === 'statistic' ? [] : [moment1, moment2];
        for (const name of [variable.name, ...names, ...(averages ? [average] : [])])
          this.shapes.set(name, variable.shape);
      }
      this.stateNames = [...this.shapes.keys()];
      this.start(readWeights(model));
      // Nothing is trained in a slice of no steps, but XLA compiles it, or says that it cannot.
      this.slice({
        start: 0,
        steps: 0,
        stepsBefore: 0,
        draws: { order: new Int32Array(), seeds: new Int32Array() },
      });
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Trains some steps. @returns how many were done: fewer, if the loss of the last one is not finite. */
  slice({ start, steps, stepsBefore, draws }: Slice): {
    stepsDone: number;
    lossSum: number;
    rightSum: number;
  } {
    const { batchSize } = this.settings;
    const { sliceSteps } = this.plan;
    const rowCount = sliceSteps * batchSize;
    const sizes = new Float32Array(sliceSteps);
    const numbers = new Float32Array(sliceSteps * stepNumbers.length);
    for (let index = 0; index < steps; index++) {
      sizes[index] = Math.min(batchSize, this.dataset.count - (start + index) * batchSize);
      const step = stepsBefore + start + index;
      const values = numbersOfStep(step, this.rates[step]!, this.settings.weightAveraging);
      stepNumbers.forEach((name, place) => {
        numbers[index * stepNumbers.length + place] = values[name];
      });
    }
    const { horizontalFlip, mixup = 0, shiftPixels = 0 } = this.settings.augmentation;
    // Calls differ in their number of steps but not in the size of what they are fed: XLA compiles for each size.
    const integers = (all: Int32Array | undefined, length: number) => {
      const data = new Int32Array(length);
      if (all) data.set(all.subarray(start * (length / sliceSteps), start * (length / sliceSteps) + length));
      return { data, shape: [length] };
    };
    const parts = new Float32Array(mixup > 0 ? rowCount : 0);
    parts.set(draws.parts?.subarray(start * batchSize, start * batchSize + rowCount) ?? []);
    const results = this.session.run(
      {
        [feeds.count]: { data: Int32Array.of(steps), shape: [] },
        [feeds.order]: integers(draws.order, rowCount),
        [feeds.sizes]: { data: sizes, shape: [sliceSteps] },
        [feeds.seeds]: integers(draws.seeds, sliceSteps),
        [feeds.numbers]: { data: numbers, shape: [sliceSteps, stepNumbers.length] },
        ...(shiftPixels > 0 ? { [feeds.shifts]: integers(draws.shifts, rowCount) } : {}),
        ...(horizontalFlip ? { [feeds.flips]: integers(draws.flips, rowCount) } : {}),
        ...(mixup > 0 ? { [feeds.parts]: { data: parts, shape: [rowCount] } } : {}),
      },
      sliceResults,
    );
    return {
      stepsDone: results.stepsDone[0]!,
      lossSum: results.lossSum[0]!,
      rightSum: results.rightSum[0]!,
    };
  }

  /** Weights to keep, in the order of `model.getWeights()`: averaged ones where there are. */
  weights(): Float32Array[] {
    const values: Float32Array[] = [];
    for (const variable of this.variables)
      values[variable.place] = this.read(
        this.settings.weightAveraging > 0 ? companions(variable).average : variable.name,
      );
    return values;
  }

  /** Everything that training changes, by name: what a checkpoint holds. */
  state(): Record<string, Float32Array> {
    return Object.fromEntries(this.stateNames.map((name) => [name, this.read(name)]));
  }

  /** Puts back what `state()` gave. */
  restore(state: Readonly<Record<string, Float32Array>>): void {
    for (const name of this.stateNames)
      this.write(name, { data: state[name]!, shape: this.shapes.get(name)! });
  }

  /** Mean cross-entropy and accuracy of the weights to keep. */
  evaluate({ images, labels, count }: Dataset): { loss: number; accuracy: number } {
    let loss = 0;
    let right = 0;
    for (let start = 0; start < count; start += evaluationRows) {
      const rows = Math.min(evaluationRows, count - start);
      const data = images.slice(start * this.pixels, (start + rows) * this.pixels);
      const feed = { [evaluation.images]: { data, shape: [rows, this.pixels] } };
      const logits = this.session.run(feed, [evaluation.logits])[evaluation.logits] as Float32Array;
      for (let row = 0; row < rows; row++) {
        const own = logits.subarray(row * this.classCount, (row + 1) * this.classCount);
        const label = labels[start + row]!;
        const largest = own.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
        loss += Math.log(own.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
        loss += largest - own[label]!;
        if (own.indexOf(largest) === label) right++;
      }
    }
    return { loss: loss / count, accuracy: right / count };
  }

  /** Frees everything TensorFlow holds for this training. */
  close(): void {
    this.session.close();
  }

  private start(weights: readonly Float32Array[]): void {
    for (const variable of this.variables) {
      const { moment1, moment2, average } = companions(variable);
      const { shape } = variable;
      const values = weights[variable.place]!;
      this.write(variable.name, { data: values, shape });
      if (this.shapes.has(average)) this.write(average, { data: values.slice(), shape });
      for (const moment of [moment1, moment2])
        if (this.shapes.has(moment)) this.write(moment, { data: new Float32Array(values.length), shape });
    }
  }

  private write(name: string, feed: Feed): void {
    const { value, write } = nodesOf(name);
    this.session.run({ [value]: feed }, [write]);
  }

  private read(name: string): Float32Array {
    const { read } = nodesOf(name);
    return this.session.run({}, [read])[read] as Float32Array;
  }
}
