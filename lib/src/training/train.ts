import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset } from '../datasets/dataset.js';
import { LayerObstacle, logitsOf, type Network, networkOf, recordTraining } from '../layers/network.js';
import { classCountOf } from '../layers/outputs.js';
import { setModelMetadata } from '../models/metadata.js';
import { inputLength } from '../models/shapes.js';
import { chosenAugmentations } from './augmentations/augmentation-table.js';
import { classFactors } from './class-weights.js';
import { withCompiledOptions } from './compiled-options.js';
import type { OpenEngine } from './engine.js';
import { graphEngineFor } from './graph/open-graph-engine.js';
import type { History } from './history.js';
import { LayersEngine, layersObstacle } from './layers-engine.js';
import { runEpochs } from './run-epochs.js';
import { learningRates } from './schedule.js';
import { resolveTrainOptions, type TrainOptions, type TrainSettings } from './train-options.js';
import { readWeights } from './weights.js';

/**
 * Trains a classifier in place, minimising the cross-entropy between its softmax and the labels.
 *
 * With `earlyStopping`, the model ends with the weights of its best epoch, otherwise with the last weights.
 * With `emaDecay`, weights are moving averages. An existing temperature is reset, because it was fitted to
 * the old weights.
 *
 * A compiled model is trained with its optimizer and learning rate, which can be those of `tf.train.adam`,
 * `sgd`, `momentum` and `rmsprop`. Options take precedence: `learningRate` replaces the compiled rate, and
 * `optimizer` the compiled optimizer with its rate. The compiled loss must be the cross-entropy:
 * `'categoricalCrossentropy'`, `'sparseCategoricalCrossentropy'`, `tf.metrics.categoricalCrossentropy`, or, if the
 * model returns logits, `tf.losses.softmaxCrossEntropy`.
 *
 * @returns the results of each epoch, and the engine and optimizer that were used.
 * @throws {TypeError} if an option is unknown.
 * @throws {RangeError} if an option is out of range, the dataset does not fit the model, or the model is compiled
 *   with a loss or an optimizer that `train` does not support.
 * @throws {TrainingDivergedError} if the loss becomes NaN or infinite. The model keeps the weights of its last
 *   complete epoch, or with early stopping, of its best epoch.
 *
 * @example
 * const dataset = await loadDataset('mnist');
 * const model = createDigitModel();
 * const history = await train(model, dataset.train, { epochs: 5, batchSize: 128, seed: 1 });
 */
export async function train(
  model: Sequential,
  dataset: Dataset,
  options: TrainOptions = {},
): Promise<History> {
  const { settings, openEngine } = prepareTraining(model, dataset, options);
  setModelMetadata(model, { temperature: 1 });
  return runEpochs(model, dataset, settings, openEngine);
}

/** Checks everything that can be checked before training. @throws as `train`. */
export function prepareTraining(
  model: Sequential,
  dataset: Dataset,
  options: TrainOptions,
): { readonly settings: TrainSettings; readonly openEngine: OpenEngine } {
  const settings = resolveTrainOptions(withCompiledOptions(model, options), dataset.count);
  checkTraining(model, dataset, settings);
  learningRates(settings.learningRate, settings.epochs, Math.ceil(dataset.count / settings.batchSize));
  return { settings, openEngine: chooseEngine(model, dataset, settings) };
}

/** The graph if it can train the model with these options, otherwise `LayersModel.fit`. */
function chooseEngine(model: Sequential, dataset: Dataset, settings: TrainSettings): OpenEngine {
  const network = settings.engine === 'layers' ? "engine 'layers' was requested" : trainableNetwork(model);
  if (typeof network !== 'string') return graphEngineFor(model, network, dataset, settings);
  if (settings.engine === 'graph')
    throw new RangeError(
      `Training: engine 'graph' was requested, but ${network}. Leave engine out to train anyway.`,
    );
  const missing = layersObstacle(settings);
  if (missing !== undefined)
    throw new RangeError(
      `Training: ${missing} needs the training graph, but ${network}. Leave the option out.`,
    );
  return () => new LayersEngine(model, dataset, settings, network);
}

/**
 * The network of a model whose output is a score per class, or a string that explains why the graph cannot
 * train it.
 */
export function trainableNetwork(model: Sequential): Network | string {
  try {
    const network = networkOf(model, { name: 'the graph', training: true });
    const isClassifier = logitsOf(recordTraining(network))?.shape.length === 2;
    return isClassifier
      ? network
      : `its last layer, "${model.layers.at(-1)!.name}", does not return class scores`;
  } catch (error) {
    if (error instanceof LayerObstacle) return `its ${error.message}`;
    throw error;
  }
}

/**
 * Checks for errors that would make training fail or its result meaningless.
 * @throws {RangeError} if a dataset is empty, inconsistent, or does not fit the model, the batch is larger than the
 *   dataset, an augmentation does not fit the images, a class weight is for an unknown class, the model has fewer
 *   than two classes, or one of its weights is not finite.
 */
function checkTraining(model: Sequential, dataset: Dataset, settings: TrainSettings): void {
  if (classCountOf(model) < 2)
    throw new RangeError(
      `Training: expected a model with an output for each class, at least 2, but found ${classCountOf(model)}. For two ` +
        'classes end it with a dense layer of 2 units and a softmax.',
    );
  checkDataset(model, dataset, 'training');
  if (settings.validation) checkDataset(model, settings.validation, 'validation');
  if (settings.batchSize > dataset.count)
    throw new RangeError(
      `Training: expected batchSize to be at most the number of images, ${dataset.count}, but found ` +
        `${settings.batchSize}. Choose a smaller batch.`,
    );
  for (const { name, augmentation, chosen } of chosenAugmentations(settings.augmentation)) {
    const wanted = augmentation.obstacle?.(chosen, dataset);
    if (wanted !== undefined)
      throw new RangeError(`Training: expected augmentation.${name} to be ${wanted} but found ${chosen}.`);
  }
  classFactors(dataset, settings.classWeights);
  checkWeights(model);
}

function checkDataset(model: Sequential, dataset: Dataset, use: string): void {
  const { images, labels, count, rows, columns } = dataset;
  if (count === 0) throw new RangeError(`Training: the ${use} dataset is empty. Expected at least 1 image.`);
  if (images.length !== count * rows * columns || labels.length !== count)
    throw new RangeError(
      `Training: the ${use} dataset should have ${count} images of ${rows} × ${columns}, ` +
        `${count * rows * columns} pixels and ${count} labels, but has ${images.length} pixels and ` +
        `${labels.length} labels.`,
    );
  if (rows * columns !== inputLength(model))
    throw new RangeError(
      `Training: the first layer takes ${inputLength(model)} numbers but the ${use} images are ${rows} × ${columns}, ` +
        `${rows * columns} pixels. Create the model with imageShape [${rows}, ${columns}].`,
    );
  const classCount = classCountOf(model);
  const wrong = labels.findIndex((label) => label >= classCount);
  if (wrong >= 0)
    throw new RangeError(
      `Training: expected ${use} labels from 0 to ${classCount - 1}, as the model has ${classCount} classes, but ` +
        `found ${labels[wrong]} at image ${wrong}.`,
    );
}

/** @throws {RangeError} if a weight is NaN or infinite. The message names it. */
function checkWeights(model: Sequential): void {
  const values = readWeights(model);
  model.weights.forEach(({ originalName }, index) => {
    const wrong = values[index]!.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0)
      throw new RangeError(
        `Training: expected finite weights to start from but found ${values[index]![wrong]} in ${originalName}, ` +
          'at index ' +
          `${wrong}. Create or load the model again.`,
      );
  });
}
