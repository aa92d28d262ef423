import type { LayersModel, Optimizer, Sequential, Tensor, Variable } from '@tensorflow/tfjs-node';
import { oneHot } from '../datasets/changes/one-hot.js';
import type { Dataset } from '../datasets/dataset.js';
import { scaleImages } from '../models/input-scaling.js';
import { modelMetadata } from '../models/metadata.js';
import { predictProbabilities } from '../models/predict-probabilities.js';
import { symbolicProbabilities } from '../models/read-outputs.js';
import { inputShape } from '../models/shapes.js';
import { permutation, type Random } from '../random.js';
import { tf } from '../tensorflow.js';
import { chosenAugmentations } from './augmentations/augmentation-table.js';
import { classFactors } from './class-weights.js';
import { type Engine, type EpochEnd, type EpochTask, requireArrays } from './engine.js';
import { createOptimizer } from './optimizers/optimizer-table.js';
import type { TrainSettings } from './train-options.js';
import { readWeights, writeWeights } from './weights.js';

/** The first chosen option that `LayersModel.fit` does not support, or undefined if there is none. */
export function layersObstacle(settings: TrainSettings): string | undefined {
  const { kind, weightDecay } = settings.optimizer;
  if (!createOptimizer(settings.optimizer).inTfjs)
    return `optimizer '${kind}'${weightDecay ? ' with weightDecay' : ''}`;
  if (settings.clipNorm !== Number.POSITIVE_INFINITY) return 'clipNorm';
  if (settings.emaDecay > 0) return 'emaDecay';
  if (settings.precision === 'mixed') return "precision 'mixed'";
  const [augmentation] = chosenAugmentations(settings.augmentation);
  return augmentation && `augmentation.${augmentation.name}`;
}

/** Trains with tfjs's own `fit`: slow, but supports every layer of tfjs. */
export class LayersEngine implements Engine {
  readonly name = 'layers';
  readonly compiled = false;
  private readonly optimizer: Optimizer;
  /**
   * A second model of the same layers, compiled for this run. The compilation of the user's model does not
   * change.
   */
  private readonly trained: LayersModel;
  private readonly classWeight: Record<number, number> | undefined;
  private readonly images: Tensor;
  private readonly targets: Tensor;

  constructor(
    private readonly model: Sequential,
    private readonly dataset: Dataset,
    private readonly settings: TrainSettings,
    readonly reason: string,
  ) {
    this.optimizer = createOptimizer(settings.optimizer).inTfjs!(tf.train, 0.001);
    this.trained = tf.model({ inputs: model.inputs, outputs: symbolicProbabilities(model) });
    const accuracy = { loss: 'categoricalCrossentropy', metrics: ['accuracy'] };
    this.trained.compile({ optimizer: this.optimizer, ...accuracy });
    const { inputScaling, classNames } = modelMetadata(model);
    const shape = inputShape(model);
    const classCount = classNames.length;
    const { labelSmoothing } = settings;
    const targets = oneHot(dataset.labels, classCount).map(
      (target) => target * (1 - labelSmoothing) + labelSmoothing / classCount,
    );
    const factors = classFactors(dataset, settings.classWeights);
    this.classWeight = factors && Object.fromEntries(factors.entries());
    this.images = tf.tensor(scaleImages(dataset.images, inputScaling), [dataset.count, ...shape], 'float32');
    this.targets = tf.tensor2d(targets, [dataset.count, classCount]);
  }

  async trainEpoch({ stepsBefore, rates, random, signal, onSteps }: EpochTask): Promise<EpochEnd> {
    const { model, trained, optimizer } = this;
    const order = tf.tensor1d(Int32Array.from(permutation(this.dataset.count, random)), 'int32');
    const [images, targets] = [tf.gather(this.images, order), tf.gather(this.targets, order)];
    let end: EpochEnd = 'done';
    try {
      await trained.fit(images, targets, {
        epochs: 1,
        batchSize: this.settings.batchSize,
        shuffle: false,
        classWeight: this.classWeight,
        verbose: 0,
        callbacks: {
          onBatchBegin: async (batch) => {
            setLearningRate(optimizer, rates[stepsBefore + batch]!);
            seedDropout(model, random);
          },
          onBatchEnd: async (batch, logs) => {
            const { loss = Number.NaN, acc = Number.NaN, size = 0 } = logs ?? {};
            if (!Number.isFinite(loss)) end = { divergedAtStep: batch + 1 };
            else if (signal?.aborted) end = 'interrupted';
            if (end === 'done') onSteps(1, size, loss * size, acc * size);
            else trained.stopTraining = true;
          },
        },
      });
    } finally {
      tf.dispose([order, images, targets]);
    }
    return end;
  }

  weights(): Float32Array[] {
    return readWeights(this.model);
  }

  probabilities(dataset: Dataset): Float32Array {
    return predictProbabilities(this.model, dataset);
  }

  async state(): Promise<Record<string, Float32Array>> {
    const kept = await this.optimizer.getWeights();
    const state: Record<string, Float32Array> = {};
    this.weights().forEach((values, place) => {
      state[`weight_${place}`] = values;
    });
    kept.forEach(({ tensor }, place) => {
      state[`optimizer_${place}_${tensor.shape.join('x')}`] = Float32Array.from(tensor.dataSync());
    });
    // The first tensor is a step counter created for this call. The others belong to the optimizer.
    kept[0]?.tensor.dispose();
    for (const [name, power] of powersOf(this.optimizer)) state[name] = new Float32Array(power.dataSync());
    return state;
  }

  async restore(state: Readonly<Record<string, Float32Array>>): Promise<void> {
    const weights = this.weights();
    const powers = powersOf(this.optimizer);
    requireArrays(state, [
      ...weights.map(({ length }, place) => [`weight_${place}`, length] as const),
      ...powers.map(([name]) => [name, 1] as const),
    ]);
    writeWeights(
      this.model,
      weights.map((_, place) => state[`weight_${place}`]!),
    );
    const kept = Object.entries(state)
      .flatMap(([name, values]) => {
        const [, place, shape] = /^optimizer_(\d+)_([\dx]*)$/.exec(name) ?? [];
        if (place === undefined) return [];
        return { place: Number(place), shape: (shape || '').split('x').filter(Boolean).map(Number), values };
      })
      .sort((a, b) => a.place - b.place)
      .map(({ place, shape, values }) => ({
        name: `optimizer_${place}`,
        tensor: tf.tensor(values, shape, place === 0 ? 'int32' : 'float32'),
      }));
    await this.optimizer.setWeights(kept);
    tf.dispose(kept.map(({ tensor }) => tensor));
    // Restores the powers of beta1 and beta2 exactly: tfjs recomputes them with different rounding.
    for (const [name, power] of powers) tf.tidy(() => power.assign(tf.scalar(state[name]![0]!)));
  }

  close(): void {
    tf.dispose([this.images, this.targets]);
    this.optimizer.dispose();
  }
}

/** Sets the learning rate, which the optimizers of tfjs store under different names. */
function setLearningRate(optimizer: Optimizer, rate: number): void {
  const settable = optimizer as unknown as { learningRate: number; setLearningRate?(rate: number): void };
  if (settable.setLearningRate) settable.setLearningRate(rate);
  else settable.learningRate = rate;
}

/** Adam's variables for its betas to the power of the number of steps, by name. Other optimizers have none. */
function powersOf(optimizer: Optimizer): [string, Variable][] {
  return ['accBeta1', 'accBeta2'].flatMap((name) => {
    const power = (optimizer as unknown as Record<string, Variable | undefined>)[name];
    return power ? [[name, power]] : [];
  });
}

/**
 * Gives dropout layers new seeds. tfjs draws a mask from the layer's seed at every call, so a new mask needs
 * a new seed.
 */
function seedDropout(model: Sequential, random: Random): void {
  for (const layer of model.layers)
    if (layer.getClassName() === 'Dropout')
      (layer as unknown as { seed: number }).seed = random.integer(2 ** 31);
}
