import type { Sequential } from '@tensorflow/tfjs-node';
import { outputKind } from '../layers/outputs.js';
import { tf } from '../tensorflow.js';
import { listOf } from '../text/format.js';
import { optimizers } from './optimizers/optimizer-table.js';
import type { TrainOptions } from './train-options.js';

/**
 * Adds the optimizer and the learning rate that a model is compiled with, unless the options name an
 * optimizer. A learning rate in the options replaces the compiled one.
 *
 * @throws {RangeError} if `train` does not support the compiled loss, or the optimizer that it would use.
 */
export function withCompiledOptions(model: Sequential, options: TrainOptions): TrainOptions {
  const compiled = model.optimizer as Sequential['optimizer'] | undefined;
  if (!compiled) return options;
  checkLoss(model);
  if (options.optimizer !== undefined) return options;
  const config = compiled.getConfig();
  // A subclass inherits the name, but may compute something else.
  const name = Object.hasOwn(compiled.constructor, 'className') ? compiled.getClassName() : '';
  for (const [kind, { fromTfjs }] of Object.entries(optimizers)) {
    const values = fromTfjs?.[name]?.(config);
    if (!values) continue;
    const { learningRate = config.learningRate as number } = options;
    return { ...options, learningRate, optimizer: { kind, ...values } as TrainOptions['optimizer'] };
  }
  const known = Object.values(optimizers).flatMap(({ fromTfjs }) => Object.keys(fromTfjs ?? {}));
  throw new RangeError(
    `Training: no optimizer equals the one that the model is compiled with, ${compiled.constructor.name} ` +
      `${JSON.stringify(config)}. Compile it with ${listOf(known, 'or')}, or name an optimizer in the options, ` +
      "such as { optimizer: 'adam' }.",
  );
}

/** @throws {RangeError} if a model is compiled with another loss than the cross-entropy of its probabilities. */
function checkLoss(model: Sequential): void {
  const given = typeof model.loss === 'object' ? Object.values(model.loss) : [model.loss];
  for (const loss of given) {
    const isCrossEntropy =
      loss === 'categoricalCrossentropy' ||
      // The cross-entropy for labels that are class indices, not one-hot vectors.
      loss === 'sparseCategoricalCrossentropy' ||
      loss === tf.metrics.categoricalCrossentropy ||
      (loss === tf.losses.softmaxCrossEntropy && outputKind(model) === 'logits');
    if (!isCrossEntropy)
      throw new RangeError(
        'Training: expected a model compiled with the loss categoricalCrossentropy but found ' +
          `${typeof loss === 'string' ? loss : `the function ${loss.name || '(without a name)'}`}. train() minimises ` +
          'no other loss: compile the model with it, or train it with fit().',
      );
  }
}
