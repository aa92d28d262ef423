import { Option } from 'commander';
import { defineCommand } from '../command.js';
import { folderFlags, sweepFlags } from '../flags.js';
import { flagOptions, locationOptions } from '../shared-options.js';

/** `mnist-lab sweep` */
export const sweepCommand = defineCommand({
  name: 'sweep',
  summary: 'train many networks, on this machine or on a cluster, and keep the best',
  description:
    'Train the configurations of a space and rank them by their accuracy on validation images. The space is a ' +
    'JSON file: an option of mnist-lab train in camel case, with a value or with how its values are chosen, as ' +
    '{ "choice": [64, 128] }, { "uniform": [0, 0.3] }, { "logUniform": [0.001, 0.01] }, { "integer": [1, 4] } or ' +
    '{ "grid": [true, false] }.\n' +
    'Comes out: a table, report.html with figures, results.jsonl, the best model in best/ and its values in ' +
    'best.json, for mnist-lab train --config. Test images are read once, for the best model.\n' +
    'Needs Ray: mnist-lab setup --sweeps.',
  arguments: [['[space]', 'JSON file with what to try']],
  options: [
    new Option('--dataset <name>', 'name from the catalogue, or your own folder, CSV or npz file'),
    new Option('-o, --output <folder>', 'folder for what comes out (default: one in sweeps/)'),
    new Option(
      '--resume <folder>',
      'go on with the sweep in a folder; space and dataset are known from there',
    ),
    new Option('--example', 'print a space to begin with'),
    ...sweepFlags.flatMap(flagOptions),
    new Option(
      '--no-pruning',
      'train every configuration to the end, also those that are among the worse two thirds',
    ),
    new Option('--no-test', 'do not read the test images at all'),
    ...locationOptions(),
    ...folderFlags.flatMap(flagOptions),
  ],
  examples: [
    ['mnist-lab sweep --example > space.json', 'a space to begin with'],
    ['mnist-lab sweep space.json --dataset mnist --output sweeps/first', 'try 20 configurations of it'],
    ['mnist-lab sweep --resume sweeps/first', 'go on after it was interrupted, or killed'],
    ['mnist-lab sweep space.json --dataset ./my-images --seeds 3 --json', 'images of your own, for a script'],
    ['mnist-lab sweep space.json --dataset mnist --address 10.0.0.1:6379', 'on a running Ray cluster'],
  ],
  load: async () => (await import('./sweep-run.js')).runSweep,
});
