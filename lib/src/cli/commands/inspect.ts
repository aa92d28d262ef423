import { Option } from 'commander';
import { wantedPartNames } from '../../datasets/own/folder-parts.js';
import { preprocessingNames } from '../../images/preprocessing.js';
import { defineCommand } from '../command.js';
import { choiceOption, skipBrokenOption } from '../shared-options.js';

const preprocessing = choiceOption(
  'preprocessing',
  'report images without one character (mnist) or a garment (fashion-mnist)',
  preprocessingNames,
);

/** `mnist-lab inspect` */
export const inspectCommand = defineCommand({
  name: 'inspect',
  summary: 'look over a folder of pictures before training on it',
  description:
    'Look over a folder of pictures by class, <class>/ or train/<class>/, validation/<class>/ and test/<class>/: how ' +
    'many there are of each class and size, what cannot be read and why, what is there twice (in train and in test, too, and saved ' +
    'in another format), what is in colour. Exits with 1 if there is a problem.\n' +
    `Names of parts: ${wantedPartNames}. Symbolic links are followed.`,
  arguments: [['<folder>', 'folder of class folders']],
  options: [
    new Option('--contact-sheet <file>', 'write all pictures, small, into one .html, .png, .jpg or .webp'),
    skipBrokenOption(),
    preprocessing,
  ],
  examples: [
    ['mnist-lab inspect ./my-pictures', 'what is in it, and what is wrong with it'],
    ['mnist-lab inspect ./my-pictures --contact-sheet build/sheet.html', 'with a page to look over'],
    [
      'mnist-lab inspect ./my-digits --preprocessing mnist --json',
      'whether each shows one digit, for a script',
    ],
  ],
  load: async () => (await import('./inspect-run.js')).runInspect,
});
