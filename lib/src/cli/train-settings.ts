import {
  choiceSetting,
  flagSetting,
  numberSetting,
  type Setting,
  shapeSetting,
  sizesSetting,
  textSetting,
  wholeSetting,
} from './setting.js';

const data = 'Data:';
const network = 'Network:';
const training = 'Training:';
const rate = 'Learning rate:';
const regularization = 'Against overfitting:';
const stopping = 'Ending and going on:';

const share = (value: number) => value >= 0 && value < 1;
const shareWanted = 'of 0 or more and less than 1';
const above0 = (value: number) => value > 0;

/** Everything that `mnist-lab train` can be told about network and training; defaults are the library's. */
export const trainSettings: readonly Setting[] = [
  shapeSetting({
    name: 'imageShape',
    group: data,
    description: 'scale the image files of your folder to this size (default: the size they have)',
  }),
  numberSetting(
    {
      name: 'testShare',
      group: data,
      description: 'part of your folder to test on where it has no train and test (default: 0.2)',
    },
    'above 0: below 1 a part, from 1 on how many images',
    (value) => value > 0 && (value < 1 || Number.isInteger(value)),
  ),

  choiceSetting(
    {
      name: 'recipe',
      group: network,
      placeholder: 'name',
      description:
        "start from a lesson's network and training (digit, fashion, small-digit); other options change it",
    },
    ['digit', 'fashion', 'small-digit'],
  ),
  sizesSetting({
    name: 'hiddenUnits',
    group: network,
    description: 'units of each hidden layer (default: 128,64)',
  }),
  choiceSetting(
    {
      name: 'activation',
      group: network,
      placeholder: 'name',
      description: 'relu, gelu, swish … (default: relu)',
    },
    [
      ...['elu', 'gelu', 'gelu_new', 'hardSigmoid', 'linear', 'mish', 'relu', 'relu6', 'selu', 'sigmoid'],
      ...['softplus', 'softsign', 'swish', 'tanh'],
    ],
  ),
  flagSetting({
    name: 'batchNormalization',
    group: network,
    description: 'normalise each hidden layer over the batch',
  }),
  flagSetting({
    name: 'standardize',
    group: network,
    description: 'scale pixels to mean 0 and standard deviation 1 (default: to 0..1)',
  }),
  textSetting({ name: 'name', group: network, description: 'name kept with the model' }),

  wholeSetting(
    { name: 'epochs', group: training, description: 'times every image is used (default: 10)' },
    1,
  ),
  wholeSetting({ name: 'batchSize', group: training, description: 'images of a step (default: 128)' }, 1),
  choiceSetting({ name: 'optimizer', group: training, description: 'default: adam' }, ['adam', 'adamw']),
  wholeSetting(
    { name: 'seed', group: training, description: 'same seed, same weights (default: 42)' },
    Number.MIN_SAFE_INTEGER,
  ),
  numberSetting(
    {
      name: 'validationSize',
      group: training,
      description: 'part of the training images, or how many, to validate on; 0 for none (default: 0.1)',
    },
    'of 0 or more: below 1 a part, from 1 on how many',
    (value) => value >= 0 && (value < 1 || Number.isInteger(value)),
  ),
  flagSetting({
    name: 'calibrate',
    group: training,
    description: 'fit the temperature on the validation images, so that probabilities mean what they say',
  }),
  choiceSetting({ name: 'engine', group: training, description: 'default: auto' }, [
    'auto',
    'graph',
    'layers',
  ]),

  numberSetting(
    { name: 'learningRate', group: rate, description: 'of all steps, or the highest (default: 0.001)' },
    'above 0',
    above0,
  ),
  choiceSetting({ name: 'schedule', group: rate, description: 'default: constant' }, [
    'constant',
    'cosine',
    'one-cycle',
  ]),
  numberSetting(
    { name: 'warmUpEpochs', group: rate, description: 'cosine: epochs the rate rises (default: 0)' },
    'of 0 or more',
    (value) => value >= 0,
  ),
  numberSetting(
    { name: 'finalLearningRate', group: rate, description: 'cosine: rate after the last step (default: 0)' },
    'of 0 or more',
    (value) => value >= 0,
  ),
  numberSetting(
    {
      name: 'warmUpPart',
      group: rate,
      description: 'one-cycle: part of all steps the rate rises (default: 0.3)',
    },
    'between 0 and 1',
    (value) => value > 0 && value < 1,
  ),

  numberSetting(
    { name: 'dropoutRate', group: regularization, description: 'part of hidden outputs set to 0' },
    shareWanted,
    share,
  ),
  numberSetting(
    { name: 'weightDecay', group: regularization, description: 'adamw: default 0.01' },
    shareWanted,
    share,
  ),
  numberSetting(
    {
      name: 'labelSmoothing',
      group: regularization,
      description: 'part of each target spread over all classes',
    },
    shareWanted,
    share,
  ),
  numberSetting(
    { name: 'gradientClipNorm', group: regularization, description: "upper limit of a step's gradient norm" },
    'above 0',
    above0,
  ),
  numberSetting(
    {
      name: 'weightAveraging',
      group: regularization,
      description: 'decay of averaged weights, such as 0.999',
    },
    shareWanted,
    share,
  ),
  wholeSetting(
    { name: 'shiftPixels', group: regularization, description: 'move each image by up to so many pixels' },
    0,
  ),
  flagSetting({ name: 'horizontalFlip', group: regularization, description: 'mirror half of the images' }),
  numberSetting(
    { name: 'mixup', group: regularization, description: 'mix pairs of images, such as 0.2' },
    'of 0 or more',
    (value) => value >= 0,
  ),

  wholeSetting(
    { name: 'patience', group: stopping, description: 'stop early after so many epochs without improvement' },
    1,
  ),
  choiceSetting(
    { name: 'monitor', group: stopping, placeholder: 'figure', description: 'what early stopping watches' },
    ['validationLoss', 'validationAccuracy', 'loss', 'accuracy'],
  ),
  numberSetting(
    { name: 'minimumDelta', group: stopping, description: 'least improvement that counts (default: 0)' },
    'of 0 or more',
    (value) => value >= 0,
  ),
  textSetting({
    name: 'checkpoint',
    group: stopping,
    placeholder: 'folder',
    description: 'write the state of the training here as it goes on',
  }),
  wholeSetting(
    { name: 'checkpointEvery', group: stopping, description: 'epochs between checkpoints (default: 1)' },
    1,
  ),
  flagSetting({ name: 'resume', group: stopping, description: 'go on from the checkpoint, if there is one' }),
];
