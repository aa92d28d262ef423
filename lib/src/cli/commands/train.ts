import { Option } from 'commander';
import { defineCommand } from '../command.js';
import { trainFlags } from '../flags.js';
import { flagOptions, locationOptions } from '../shared-options.js';

export const trainCommand = defineCommand({
  name: 'train',
  summary: 'train a network and save it',
  description:
    'Train a dense or convolutional network and save it, with its accuracy on the test set.\n' +
    'Every option from "Data" on can also be set in the JSON file of --config, in camel case: ' +
    '{ "hiddenUnits": [512, 256], "epochs": 15 }. The command line overrides the file.',
  arguments: [
    ['<dataset>', 'name from the catalogue (mnist, fashion-mnist, …), or your own folder, CSV or npz file'],
  ],
  options: [
    new Option('-o, --output <folder>', 'folder of the saved model (default: models/<name>)'),
    new Option('--also <datasets>', 'more training datasets with the same classes, separated by commas'),
    new Option('--config <file>', 'JSON file with options, in camel case'),
    new Option('--no-test', 'skip the test set'),
    ...locationOptions(),
    ...trainFlags.flatMap(flagOptions),
  ],
  examples: [
    ['mnist-lab train mnist', 'a small network (784-128-64-10), saved in models/digit'],
    [
      'mnist-lab train mnist --hidden-units 512,256 --batch-normalization --dropout-rate 0.2 \\\n' +
        '      --shift-pixels 2 --epochs 15 --schedule one-cycle --learning-rate 0.004',
      'a larger network with regularisation',
    ],
    [
      'mnist-lab train fashion-mnist --architecture cnn --filters 32,64 --dropout-rate 0.3 --epochs 5',
      'a convolutional network',
    ],
    ['mnist-lab train digits.csv', 'a CSV file with a label and pixels per line, as on Kaggle'],
    ['mnist-lab train mnist --also emnist-digits', 'digits by more writers, tested on MNIST'],
    ['mnist-lab train ./my-images --patience 3 --json', 'your own images, with JSON output'],
    ['mnist-lab train mnist --log-dir runs/first', 'view the curves with: tensorboard --logdir runs'],
    ['mnist-lab train mnist --epochs 50 --checkpoint state --resume', 'resume a killed run'],
  ],
  load: async () => (await import('./train-run.js')).runTrain,
});
