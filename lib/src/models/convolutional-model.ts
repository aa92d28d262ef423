import type { Sequential } from '@tensorflow/tfjs-node';
import { resolveOptions } from '../options/resolve.js';
import { tf } from '../tensorflow-js.js';
import { checkNetworkSize } from './check-network-size.js';
import { type DenseClassifierOptions, finishClassifier, numberedClasses } from './dense-classifier.js';
import { addActivated, addDenseLayers } from './hidden-layers.js';
import { convolutionalOptions } from './model-options.js';
import type { ConvolutionalChoices } from './option-types.js';

type Resolved = Required<Omit<ConvolutionalChoices, 'poolAfter'>> & Pick<ConvolutionalChoices, 'poolAfter'>;

/** Options of {@link createConvolutionalModel}. */
export interface ConvolutionalModelOptions
  extends ConvolutionalChoices,
    Pick<DenseClassifierOptions, 'inputScaling' | 'preprocessing' | 'classNames'> {}

/**
 * A convolutional network, ready to train or to predict (LeCun et al. 1998). Each convolution keeps the size of the
 * image. Max pooling follows each convolution, or those in `poolAfter`, and halves rows and columns, rounded up. The
 * feature maps of the last convolution go through hidden dense layers into a softmax. Dropout acts on these feature
 * maps and on each hidden layer. Batch normalisation, if chosen, comes between the pooling and the activation.
 *
 * The network takes the same flattened images as a dense network, so prediction, training, evaluation and
 * exports are called in the same way. Weights are initialised and released as in
 * {@link createDenseClassifier}.
 *
 * @returns a compiled `tf.Sequential` (Adam, categorical cross-entropy, accuracy), N × (rows · columns) → N × classes.
 * @throws {RangeError} if a value is outside its range, or the network has more than 100 million weights.
 * @throws {TypeError} if an option is unknown.
 *
 * @example
 * const model = createConvolutionalModel({ filters: [8, 16], kernelSize: 3, hiddenUnits: [32], dropoutRate: 0.2 });
 * console.log(model.countParams()); // 26698
 */
export function createConvolutionalModel(options: ConvolutionalModelOptions = {}): Sequential {
  const { inputScaling, preprocessing, classNames: givenNames, ...chosen } = options;
  const resolved = resolveOptions('Creating a model', convolutionalOptions, chosen);
  const { filters, poolAfter, kernelSize, imageShape, classCount, seed, name, ...hidden } =
    resolved as unknown as Resolved;
  checkPoolings(poolAfter, filters.length);
  const [rows, columns] = imageShape;
  checkNetworkSize(name, {
    ...{ architecture: 'cnn', filters, poolAfter, kernelSize, imageShape, hiddenUnits: hidden.hiddenUnits },
    classCount: givenNames?.length ?? classCount,
  });
  const classNames = givenNames ?? numberedClasses(classCount);

  const model = tf.sequential({ name });
  const inputShape = [rows * columns];
  model.add(tf.layers.reshape({ inputShape, targetShape: [rows, columns, 1], name: 'image' }));
  filters.forEach((count, index) => {
    const number = index + 1;
    const kernelInitializer = tf.initializers.heUniform({ seed: seed + index });
    const convolution = {
      ...{ filters: count, kernelSize, kernelInitializer },
      padding: 'same' as const,
      name: `convolution_${number}`,
    };
    const isPooled = poolAfter?.includes(number) ?? true;
    const pooling = { poolSize: 2, padding: 'same' as const, name: `pooling_${number}` };
    addActivated(
      model,
      tf.layers.conv2d,
      convolution,
      hidden,
      `of_convolution_${number}`,
      isPooled ? tf.layers.maxPooling2d(pooling) : undefined,
    );
  });
  model.add(tf.layers.flatten({ name: 'features' }));
  const { dropoutRate } = hidden;
  const denseSeed = seed + filters.length;
  if (dropoutRate > 0)
    model.add(tf.layers.dropout({ rate: dropoutRate, seed: denseSeed, name: 'dropout_of_features' }));
  addDenseLayers(model, { ...hidden, classCount: classNames.length, seed: denseSeed });
  return finishClassifier(model, { name, classNames, imageShape, inputScaling, preprocessing });
}

function checkPoolings(poolAfter: readonly number[] | undefined, convolutions: number): void {
  const beyond = poolAfter?.find((number) => number > convolutions);
  if (beyond !== undefined)
    throw new RangeError(
      `Creating a model: expected poolAfter to name convolutions 1 to ${convolutions} but found ${beyond}. ` +
        'Add filters for that convolution, or leave it out of poolAfter.',
    );
}
