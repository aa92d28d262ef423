import { type Command, Option } from 'commander';
import { choiceFlag } from '../choice-flag.js';
import { type CommandContext, defineCommand } from '../command.js';
import { locationOptions } from '../dataset-argument.js';
import { flagOptions } from '../flag-option.js';
import { preprocessingFlag } from '../preprocessing-flag.js';
import { skipBrokenOption } from '../skip-broken-option.js';

const part = choiceFlag(
  { name: 'part', group: 'Options:', description: 'which part of the dataset (default: test)' },
  ['test', 'train'],
);

/** `mnist-lab evaluate` */
export function evaluateCommand(context: CommandContext): Command {
  return defineCommand(
    {
      name: 'evaluate',
      summary: 'measure a saved model on a dataset',
      description:
        'Measure a saved model: accuracy with its 95 % interval, loss, each class, what it confuses. Pictures in a ' +
        'folder of your own are preprocessed as the model was trained, and their folders matched ' +
        "with the model's classes by name (3 or three); a folder may have some of the classes only.",
      arguments: [['<model>', 'folder of the model']],
      options: [
        new Option(
          '--dataset <name>',
          'name from the catalogue or a folder (default: what it was trained on)',
        ),
        ...flagOptions(part),
        ...flagOptions(preprocessingFlag),
        skipBrokenOption(),
        ...locationOptions(),
      ],
      examples: [
        ['mnist-lab evaluate models/digit', 'on the test set of the dataset it was trained on'],
        [
          'mnist-lab evaluate models/digit --dataset ./my-digits --json',
          'on digits of your own, for a script',
        ],
      ],
    },
    context,
    async ([model], options) =>
      (await import('./evaluate-run.js')).runEvaluate(model as string, options, context),
  );
}
