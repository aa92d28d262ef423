import { Command } from 'commander';
import { type CreateCommand, defineCommand, examplesText } from '../command.js';
import { locationOptions } from '../shared-options.js';

/** `mnist-lab datasets`: what the catalogue knows, what is on disk, and getting the rest. */
export const datasetsCommand: CreateCommand = (context) => {
  const group = new Command('datasets')
    .summary('list, download and verify datasets')
    .description('List, fetch and verify the datasets of the catalogue.');
  group.addHelpText(
    'after',
    examplesText([
      ['mnist-lab datasets list', 'the catalogue, and the datasets on this machine'],
      ['mnist-lab datasets download mnist', 'download and verify one'],
    ]),
  );
  const run = () => import('./datasets-run.js');
  const options = locationOptions();
  const list = defineCommand({
    name: 'list',
    summary: 'list the catalogue and what is on this machine',
    options,
    examples: [['mnist-lab datasets list', 'names, titles, sizes, and whether the files are there']],
    load: async () => (await run()).listDatasets,
  });
  const fetch = defineCommand({
    name: 'download',
    summary: 'download datasets into the cache and verify them',
    arguments: [['<name...>', 'names from the catalogue, or all']],
    options,
    examples: [
      ['mnist-lab datasets download mnist fashion-mnist', 'download both; what is there already is kept'],
      ['mnist-lab datasets download mnist --cache ./data', 'keep the files in a folder of your choice'],
    ],
    load: async () => (await run()).downloadDatasets,
  });
  const verify = defineCommand({
    name: 'verify',
    summary: 'check size and sha256 of the files on this machine',
    description:
      'Check size and sha256 of the files on this machine. Exits with 1 if a file is missing or wrong.',
    arguments: [['[name...]', 'names from the catalogue (default: those of which a file is there)']],
    options,
    examples: [['mnist-lab datasets verify mnist', 'one line for each of the four files']],
    load: async () => (await run()).verifyDatasets,
  });
  const where = defineCommand({
    name: 'path',
    summary: 'print the folders of the datasets',
    arguments: [['[name]', 'name from the catalogue (default: all)']],
    options,
    examples: [['mnist-lab datasets path mnist', 'the folder to put files into by hand']],
    load: async () => (await run()).showPaths,
  });
  for (const create of [list, fetch, verify, where]) group.addCommand(create(context));
  return group;
};
