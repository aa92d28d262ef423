import { Option } from 'commander';
import { defineCommand } from '../command.js';
import {
  choiceOption,
  inputRangeOption,
  locationOptions,
  preprocessingOption,
  skipBrokenOption,
} from '../shared-options.js';

const split = choiceOption('split', 'split of the dataset (default: test)', ['test', 'validation', 'train']);

export const evaluateCommand = defineCommand({
  name: 'evaluate',
  summary: 'measure a saved model on a dataset',
  description:
    'Measure a saved model: accuracy with its 95% interval, loss, metrics per class and most confused pairs. Images in a ' +
    'folder of your own are preprocessed as in training. Its subfolders are matched with the classes of the model ' +
    'by name (3 or three), and some classes may be missing.',
  arguments: [['<model>', 'folder of the model, or its model.json']],
  options: [
    new Option('--dataset <name>', 'name, folder, CSV or npz file (default: the training dataset)'),
    split,
    new Option(
      '--class-names <file>',
      "JSON or text file that maps the dataset's classes to the model's, or index for folders 0, 1, …",
    ),
    preprocessingOption(),
    inputRangeOption(),
    skipBrokenOption(),
    ...locationOptions(),
  ],
  examples: [
    ['mnist-lab evaluate models/digit', 'on the test set of its training dataset'],
    ['mnist-lab evaluate models/digit --dataset ./my-digits --json', 'on your own digits, as JSON'],
    [
      'mnist-lab evaluate models/fashion --dataset ./my-clothes --class-names index',
      "folders named after the model's class indices",
    ],
  ],
  load: async () => (await import('./evaluate-run.js')).runEvaluate,
});
