import { preprocessingNames } from '../images/preprocessing.js';
import { choiceFlag } from './choice-flag.js';

/** How photos and drawings become a network's input, for every command that reads some. */
export const preprocessingFlag = choiceFlag(
  {
    name: 'preprocessing',
    group: 'Options:',
    description:
      'make inputs like MNIST, like Fashion-MNIST, or only scale (default: as the model was trained)',
  },
  ['auto', ...preprocessingNames],
);
