// Made from the options' tables by `npm run options`: edit those, not this.

/** Options of a network of dense layers. All fields are optional. */
export interface ModelChoices {
  /** Units of each hidden layer, first to last. Defaults to [128, 64]. */
  readonly hiddenUnits?: readonly number[];
  /** Activation of the hidden layers. Defaults to `'relu'`. */
  readonly activation?: 'elu' | 'gelu' | 'gelu_new' | 'hardSigmoid' | 'linear' | 'mish' | 'relu' | 'relu6' | 'selu' | 'sigmoid' | 'softplus' | 'softsign' | 'swish' | 'tanh';
  /** Dropout rate of the hidden layers. Defaults to 0. */
  readonly dropoutRate?: number;
  /** Batch normalisation before each hidden activation. Defaults to false. */
  readonly batchNormalization?: boolean;
  /** Rows and columns of the images. Defaults to [28, 28]. */
  readonly imageShape?: readonly [rows: number, columns: number];
  /** Number of classes, if there are no class names. Defaults to 10. */
  readonly classCount?: number;
  /** Seed of the initial weights. Defaults to 42. */
  readonly seed?: number;
  /** Name kept with the model. Defaults to `'classifier'`. */
  readonly name?: string;
}

/** Options of a convolutional network. All fields are optional. */
export interface ConvolutionalChoices {
  /** Filters of each convolution, first to last. Defaults to [32, 64]. */
  readonly filters?: readonly number[];
  /** Convolutions followed by max pooling, counted from 1. Defaults to all. */
  readonly poolAfter?: readonly number[];
  /** Height and width of each filter in pixels. Defaults to 3. */
  readonly kernelSize?: number;
  /** Units of each hidden layer, first to last. Defaults to [128]. */
  readonly hiddenUnits?: readonly number[];
  /** Activation of the hidden layers. Defaults to `'relu'`. */
  readonly activation?: 'elu' | 'gelu' | 'gelu_new' | 'hardSigmoid' | 'linear' | 'mish' | 'relu' | 'relu6' | 'selu' | 'sigmoid' | 'softplus' | 'softsign' | 'swish' | 'tanh';
  /** Dropout rate of the hidden layers. Defaults to 0. */
  readonly dropoutRate?: number;
  /** Batch normalisation before each hidden activation. Defaults to false. */
  readonly batchNormalization?: boolean;
  /** Rows and columns of the images. Defaults to [28, 28]. */
  readonly imageShape?: readonly [rows: number, columns: number];
  /** Number of classes, if there are no class names. Defaults to 10. */
  readonly classCount?: number;
  /** Seed of the initial weights. Defaults to 42. */
  readonly seed?: number;
  /** Name kept with the model. Defaults to `'classifier'`. */
  readonly name?: string;
}
