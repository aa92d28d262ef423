import { Option } from 'commander';
import { wantedPartNames } from '../../datasets/own/folder-parts.js';
import { preprocessingNames } from '../../images/preprocessing.js';
import { defineCommand } from '../command.js';
import { choiceOption, skipBrokenOption } from '../shared-options.js';

const preprocessing = choiceOption(
  'preprocessing',
  'preprocessing to try on every image',
  preprocessingNames,
);

export const inspectCommand = defineCommand({
  name: 'inspect',
  summary: 'check images before training',
  description:
    'Check a folder of images by class, <class>/ or train/<class>/, validation/<class>/ and test/<class>/: image counts ' +
    'and sizes, unreadable files, duplicates (also across splits and file formats) and colour images. Exits with 1 if ' +
    'there is a problem. CSV and npz files of images are checked as well.\n' +
    `Names of the splits: ${wantedPartNames}. Symbolic links are followed.`,
  arguments: [['<folder>', 'folder of class folders, or a CSV or npz file']],
  options: [
    new Option('--contact-sheet <file>', 'contact sheet of all images: .html, .png, .jpg or .webp'),
    skipBrokenOption(),
    preprocessing,
  ],
  examples: [
    ['mnist-lab inspect ./my-pictures', 'counts and problems'],
    ['mnist-lab inspect ./my-pictures --contact-sheet build/sheet.html', 'with a page of all images'],
    [
      'mnist-lab inspect ./my-digits --preprocessing mnist --json',
      'whether each shows one digit, for a script',
    ],
  ],
  load: async () => (await import('./inspect-run.js')).runInspect,
});
