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
    summary: 'export a saved model to another format',
    description: `Export a saved model to another format: ${listOf(
      exportFormats.map(({ help }) => help),
      'or',
    )}.`,
    arguments: [['<model>', 'folder of the model, or its model.json']],
    options: [
      choiceOption(
        'format',
        `output format (default: from the file extension, otherwise ${exportFormats[0]!.name})`,
        exportFormats.map(({ name }) => name),
      ),
      choiceOption('weight-bits', `bits per weight (default: ${defaultBits.join(', ')})`, ['8', '16', '32']),
      inputRangeOption(),
      new Option('-o, --output <path>', "output path (default: the model's name, in this folder)"),
    ],
    examples: [
      ...exportFormats.map(
        ({ example: [line, purpose] }) => [`mnist-lab export models/digit ${line}`, purpose] as const,
      ),
      [
        'mnist-lab export models/digit -o draw.html --weight-bits 8',
        'half the size, with a report of the accuracy lost',
      ],
    ],
    load: async () => (await import('./export-run.js')).runExport,
  })(context);
};
