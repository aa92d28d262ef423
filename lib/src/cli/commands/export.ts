import { Option } from 'commander';
import { exportFormats } from '../../export/formats.js';
import { listOf } from '../../text/format.js';
import { type CreateCommand, defineCommand } from '../command.js';
import { choiceOption, inputRangeOption } from '../shared-options.js';

/** `mnist-lab export`: its help comes from the table of formats. */
export const exportCommand: CreateCommand = (context) => {
  const defaultBits = exportFormats.flatMap(({ name, weightBits }) =>
    weightBits ? [`${weightBits} for ${name}`] : [],
  );
  return defineCommand({
    name: 'export',
    summary: 'make a file of a saved model that works elsewhere',
    description: `Make a file of a saved model that works elsewhere: ${listOf(
      exportFormats.map(({ help }) => help),
      'or',
    )}.`,
    arguments: [['<model>', 'folder of the model, or its model.json']],
    options: [
      choiceOption(
        'format',
        `what to make (default: what the output ends in says, else ${exportFormats[0]!.name})`,
        exportFormats.map(({ name }) => name),
      ),
      choiceOption('weight-bits', `of each weight (default: ${defaultBits.join(', ')})`, ['8', '16', '32']),
      inputRangeOption(),
      new Option('-o, --output <path>', "where to (default: the model's name, in this folder)"),
    ],
    examples: [
      ...exportFormats.map(
        ({ example: [line, purpose] }) => [`mnist-lab export models/digit ${line}`, purpose] as const,
      ),
      [
        'mnist-lab export models/digit -o draw.html --weight-bits 8',
        'half as large, and told what that costs',
      ],
    ],
    load: async () => (await import('./export-run.js')).runExport,
  })(context);
};
