import { Command } from 'commander';
import { type CreateCommand, defineCommand, examplesText } from '../command.js';
import { locationOptions } from '../shared-options.js';

/** `mnist-lab datasets`: lists, downloads and verifies the datasets of the catalogue. */
export const datasetsCommand: CreateCommand = (context) => {
  const group = new Command('datasets')
    .summary('list, download and verify datasets')
    .description('List, download and verify the datasets of the catalogue.')
    .helpCommand('help [command]', 'show help for a command');
  group.addHelpText(
    'after',
    examplesText([
      ['mnist-lab datasets list', 'the catalogue, and which datasets are on this machine'],
      ['mnist-lab datasets download mnist', 'download and verify one dataset'],
    ]),
  );
  const run = () => import('./datasets-run.js');
  const options = locationOptions();
  const list = defineCommand({
    name: 'list',
    summary: 'list the catalogue and what is on this machine',
    options,
    examples: [['mnist-lab datasets list', 'names, titles, sizes and folders']],
    load: async () => (await run()).listDatasets,
  });
  const fetch = defineCommand({
    name: 'download',
    summary: 'download datasets into the cache and verify them',
    arguments: [['<name...>', 'names from the catalogue, or all']],
    options,
    examples: [
      ['mnist-lab datasets download mnist fashion-mnist', 'download both, except existing files'],
      ['mnist-lab datasets download mnist --cache ./data', 'keep the files in a folder of your choice'],
    ],
    load: async () => (await run()).downloadDatasets,
  });
  const verify = defineCommand({
    name: 'verify',
    summary: 'check file sizes and SHA-256 checksums',
    description:
      'Check the size and SHA-256 checksum of each file on this machine. Exits with 1 if a file is missing or wrong.',
    arguments: [['[name...]', 'names from the catalogue (default: all with files on this machine)']],
    options,
    examples: [['mnist-lab datasets verify mnist', 'one line per file']],
    load: async () => (await run()).verifyDatasets,
  });
  const where = defineCommand({
    name: 'path',
    summary: 'print the folders of the datasets',
    arguments: [['[name]', 'name from the catalogue (default: all)']],
    options,
    examples: [['mnist-lab datasets path mnist', 'the folder for files that you download yourself']],
    load: async () => (await run()).showPaths,
  });
  for (const create of [list, fetch, verify, where]) group.addCommand(create(context));
  return group;
};
