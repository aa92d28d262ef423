import { Option } from 'commander';
import { defineCommand } from '../command.js';
import { inputRangeOption, preprocessingOption } from '../shared-options.js';

export const predictCommand = defineCommand({
  name: 'predict',
  summary: 'classify images with a saved model',
  description:
    'Classify images with a saved model: prints class, probability and runner-up of each. Takes PNG, JPEG, ' +
    'WebP, GIF, AVIF, TIFF, BMP and SVG of any size. A digit is found in dark or light ink on any paper. Blank images ' +
    'and images of several characters are rejected, and out-of-distribution images are flagged.',
  arguments: [
    ['<model>', 'folder of the model, or its model.json'],
    ['<image...>', 'image files, or - for piped input'],
  ],
  options: [
    new Option('--show', 'draw the network input of each image'),
    new Option('--segment', 'classify several characters, line by line from left to right'),
    preprocessingOption(),
    inputRangeOption(),
  ],
  examples: [
    ['mnist-lab predict models/digit three.png', 'one file'],
    ['mnist-lab predict models/digit scans/*.jpg --json', 'several files, as JSON'],
    ['mnist-lab predict models/digit price.png --segment', 'a number with several digits'],
    ['curl -s https://example.org/shoe.jpg | mnist-lab predict models/fashion - --show', 'from a pipe'],
  ],
  load: async () => (await import('./predict-run.js')).runPredict,
});
