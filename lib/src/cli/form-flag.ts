import { choiceFlag } from './choice-flag.js';

/** How pictures of one's own become a network's input, for every command that reads some. */
export const formFlag = choiceFlag(
  {
    name: 'form',
    group: 'Options:',
    description:
      'make inputs like MNIST, like Fashion-MNIST, or only scale (default: as the model was trained)',
  },
  ['auto', 'digit', 'garment', 'plain'],
);
