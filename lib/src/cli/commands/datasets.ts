import { Command } from 'commander';
import { type CommandContext, defineCommand, examplesText } from '../command.js';
import { locationOptions, readLocation } from '../dataset-argument.js';

/** `mnist-lab datasets`: what the catalogue knows, what is on disk, and getting the rest. */
export function datasetsCommand(context: CommandContext): Command {
  const group = new Command('datasets')
    .summary('list, fetch and verify datasets')
    .description('List, fetch and verify the datasets of the catalogue.');
  group.addHelpText(
    'after',
    examplesText([
      ['mnist-lab datasets list', 'what there is, and what is on this machine'],
      ['mnist-lab datasets fetch mnist', 'download and verify one'],
    ]),
  );
  const run = () => import('./datasets-run.js');
  const options = locationOptions();
  const list = defineCommand(
    {
      name: 'list',
      summary: 'list the catalogue and what is on this machine',
      options,
      examples: [['mnist-lab datasets list', 'names, titles, sizes, and whether the files are there']],
    },
    context,
    async (_values, parsed) => (await run()).listDatasets(readLocation(parsed)),
  );
  const fetch = defineCommand(
    {
      name: 'fetch',
      summary: 'download datasets into the cache and verify them',
      arguments: [['<name...>', 'names from the catalogue, or all']],
      options,
      examples: [
        ['mnist-lab datasets fetch mnist fashion-mnist', 'download both; what is there already is kept'],
        ['mnist-lab datasets fetch mnist --cache ./data', 'keep the files in a folder of your choice'],
      ],
    },
    context,
    async ([names], parsed) =>
      (await run()).fetchDatasets(names as readonly string[], readLocation(parsed), context),
  );
  const verify = defineCommand(
    {
      name: 'verify',
      summary: 'check size and sha256 of the files on this machine',
      description:
        'Check size and sha256 of the files on this machine. Exits with 1 if a file is missing or wrong.',
      arguments: [['[name...]', 'names from the catalogue (default: those of which a file is there)']],
      options,
      examples: [['mnist-lab datasets verify mnist', 'one line for each of the four files']],
    },
    context,
    async ([names], parsed) => (await run()).verifyDatasets(names as readonly string[], readLocation(parsed)),
  );
  const where = defineCommand(
    {
      name: 'where',
      summary: 'print where datasets are looked for and kept',
      arguments: [['[name]', 'name from the catalogue (default: all)']],
      options,
      examples: [['mnist-lab datasets where mnist', 'the folder to put files into by hand']],
    },
    context,
    async ([name], parsed) => (await run()).whereDatasets(name as string | undefined, readLocation(parsed)),
  );
  for (const command of [list, fetch, verify, where]) group.addCommand(command);
  return group;
}
