import { Option } from 'commander';
import { defineCommand } from '../command.js';
import { folderFlags, sweepFlags } from '../flags.js';
import { flagOptions, locationOptions } from '../shared-options.js';

export const sweepCommand = defineCommand({
  name: 'sweep',
  summary: 'search for good hyperparameters with Ray Tune',
  description:
    'Train the configurations of a search space and rank them by validation accuracy. The space is a ' +
    'JSON file with options of mnist-lab train in camel case, each a fixed value or a set to sample from: ' +
    '{ "choice": [64, 128] }, { "uniform": [0, 0.3] }, { "logUniform": [0.001, 0.01] }, { "integer": [1, 4] } or ' +
    '{ "grid": [true, false] }.\n' +
    'Writes a table, report.html with charts, results.jsonl, the best model in best/ and its values in ' +
    'best.json, for mnist-lab train --config. The test set is used once, for the best model.\n' +
    'Needs Ray: mnist-lab setup --sweeps.',
  arguments: [['[space]', 'JSON file with the search space']],
  options: [
    new Option('--dataset <name>', 'name from the catalogue, or your own folder, CSV or npz file'),
    new Option('-o, --output <folder>', 'folder for the results (default: a new one in sweeps/)'),
    new Option('--resume <folder>', 'resume the sweep in this folder, with its space and dataset'),
    new Option('--example', 'print a starter search space'),
    ...sweepFlags.flatMap(flagOptions),
    new Option('--no-pruning', 'do not stop poorly performing trials early'),
    new Option('--no-test', 'skip the test set'),
    ...locationOptions(),
    ...folderFlags.flatMap(flagOptions),
  ],
  examples: [
    ['mnist-lab sweep --example > space.json', 'a starter search space'],
    ['mnist-lab sweep space.json --dataset mnist --output sweeps/first', 'try 20 sampled configurations'],
    ['mnist-lab sweep --resume sweeps/first', 'resume after an interruption'],
    [
      'mnist-lab sweep space.json --dataset ./my-images --seeds 3 --json',
      'your own images, with JSON output',
    ],
    ['mnist-lab sweep space.json --dataset mnist --address 10.0.0.1:6379', 'on a running Ray cluster'],
  ],
  load: async () => (await import('./sweep-run.js')).runSweep,
});
