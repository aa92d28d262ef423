import { Command } from 'commander';
import { type CommandContext, examplesText } from './command.js';
import { commandTable } from './command-table.js';
import { exitCodeMeaning } from './exit-code.js';

const exitCodes = Object.entries(exitCodeMeaning).map(([code, meaning]) => `  ${code.padEnd(5)}${meaning}\n`);

/** The whole command line: every command with its options, none of which loads anything heavy yet. */
export function createProgram(context: CommandContext, version: string): Command {
  const program = new Command('mnist-lab')
    .description('Train, evaluate and use small image classifiers: MNIST, Fashion-MNIST, your own.')
    .version(version, '-V, --version', 'print the version')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText(
      'after',
      examplesText([
        ['mnist-lab setup', 'put TensorFlow under the project in this folder'],
        ['mnist-lab train mnist --output models/digit', 'train a network on handwritten digits and save it'],
        [
          'mnist-lab predict models/digit three.png --show',
          'classify an image and draw what the network sees',
        ],
        ['mnist-lab datasets verify --json', 'check the datasets in the cache, for a script'],
      ]),
    )
    .addHelpText('after', `Exit codes:\n${exitCodes.join('')}`);
  for (const create of commandTable) program.addCommand(create(context));
  return program;
}
