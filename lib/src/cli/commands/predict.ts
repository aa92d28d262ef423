import { type Command, Option } from 'commander';
import { type CommandContext, defineCommand } from '../command.js';
import { choiceSetting, settingOptions } from '../setting.js';

const form = choiceSetting(
  {
    name: 'form',
    group: 'Options:',
    description:
      'make inputs like MNIST, like Fashion-MNIST, or only scale (default: as the model was trained)',
  },
  ['auto', 'digit', 'garment', 'plain'],
);

/** `mnist-lab predict` */
export function predictCommand(context: CommandContext): Command {
  return defineCommand(
    {
      name: 'predict',
      summary: 'classify images with a saved model',
      description:
        'Classify images with a saved model: prints class, probability and runner-up of each. Takes PNG, JPEG, ' +
        'WebP, GIF, AVIF, TIFF and SVG of any size, dark on light or light on dark.',
      arguments: [
        ['<model>', 'folder of the model'],
        ['<image...>', 'image files, or - for one that is piped in'],
      ],
      options: [new Option('--show', 'draw each image as the network sees it'), ...settingOptions(form)],
      examples: [
        ['mnist-lab predict models/digit three.png', 'one file'],
        ['mnist-lab predict models/digit scans/*.jpg --json', 'many, with all probabilities, for a script'],
        ['curl -s https://example.org/shoe.jpg | mnist-lab predict models/fashion - --show', 'from a pipe'],
      ],
    },
    context,
    async ([model, images], options) =>
      (await import('./predict-run.js')).runPredict(
        model as string,
        images as readonly string[],
        options,
        context,
      ),
  );
}
