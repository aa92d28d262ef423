import { Command } from 'commander';
import { type CommandContext, examplesText } from './command.js';
import { commandTable } from './command-table.js';

const exitCodes = `Exit codes:
  0    done
  1    failed, or a check found something wrong
  2    the command line or configuration file asks for something that does not exist
  3    TensorFlow is not there yet: run mnist-lab setup
  4    a model, image, dataset or configuration file cannot be found or read
  5    a picture shows no ink, several characters, or nothing like what the model was trained on
  130  interrupted by Ctrl-C
`;

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
    .addHelpText('after', exitCodes);
  for (const create of commandTable) program.addCommand(create(context));
  return program;
}
