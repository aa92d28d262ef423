import type { Command } from 'commander';
import { type CommandContext, defineCommand } from '../command.js';
import { locationOptions, readLocation } from '../dataset-argument.js';

/** `mnist-lab doctor` */
export function doctorCommand(context: CommandContext): Command {
  return defineCommand(
    {
      name: 'doctor',
      summary: 'show what is there and what is missing, and try TensorFlow',
      description:
        'Show what is there and what is missing, on one page to paste into a bug report, and try TensorFlow ' +
        'in a process of its own. Changes nothing. Exits with 1 if TensorFlow does not work.',
      options: locationOptions(),
      examples: [
        ['mnist-lab doctor', 'one page for people'],
        ['mnist-lab doctor --json', 'the same for a script'],
      ],
    },
    context,
    async (_values, options) => (await import('./doctor-run.js')).runDoctor(readLocation(options)),
  );
}
