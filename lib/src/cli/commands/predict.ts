import { Option } from 'commander';
import { defineCommand } from '../command.js';
import { inputRangeOption, preprocessingOption } from '../shared-options.js';

/** `mnist-lab predict` */
export const predictCommand = defineCommand({
  name: 'predict',
  summary: 'classify images with a saved model',
  description:
    'Classify images with a saved model: prints class, probability and runner-up of each. Takes PNG, JPEG, ' +
    'WebP, GIF, AVIF, TIFF, BMP and SVG of any size; a digit of any ink on any paper is found, a page without ink ' +
    'or with several characters is refused, and what is unlike anything in the training is marked as such.',
  arguments: [
    ['<model>', 'folder of the model, or its model.json'],
    ['<image...>', 'image files, or - for one that is piped in'],
  ],
  options: [
    new Option('--show', 'draw each image as the network sees it, and say what of it was taken'),
    new Option('--segment', 'read several characters, line by line from left to right'),
    preprocessingOption(),
    inputRangeOption(),
  ],
  examples: [
    ['mnist-lab predict models/digit three.png', 'one file'],
    ['mnist-lab predict models/digit scans/*.jpg --json', 'many, with all probabilities, for a script'],
    ['mnist-lab predict models/digit price.png --segment', 'a number of several digits'],
    ['curl -s https://example.org/shoe.jpg | mnist-lab predict models/fashion - --show', 'from a pipe'],
  ],
  load: async () => (await import('./predict-run.js')).runPredict,
});
