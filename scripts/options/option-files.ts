import { commandOptions, networkOptions } from '../../lib/src/cli/flags.js';
import { exportFormats } from '../../lib/src/export/formats.js';
import { convolutionalOptions, modelOptions } from '../../lib/src/models/model-options.js';
import { trainingOptions } from '../../lib/src/training/training-options.js';
import { typesOf } from './option-types.js';
import { optionsPage } from './options-page.js';

const header = `// Made from the options' tables by \`npm run options\`: edit those, not this.\n`;

/** All files generated from the options' tables, by path in the project. */
export function optionFiles(): Readonly<Record<string, string>> {
  return {
    'lib/src/training/option-types.ts': `${header}\n${typesOf(
      trainingOptions,
      { name: 'TrainingChoices', help: 'Options of a training run' },
      {
        learningRate: 'LearningRateSchedule',
        optimizer: 'OptimizerChoice',
        augmentation: 'Augmentation',
        earlyStopping: 'EarlyStopping',
        augmentationAnnealing: 'AugmentationAnnealing',
        checkpoint: 'Checkpointing',
      },
    )}`,
    'lib/src/models/option-types.ts': `${header}\n${typesOf(modelOptions, {
      name: 'ModelChoices',
      help: 'Options of a network of dense layers',
    })}\n${typesOf(convolutionalOptions, {
      name: 'ConvolutionalChoices',
      help: 'Options of a convolutional network',
    })}`,
    'docs/options.md': optionsPage({
      command: commandOptions,
      network: networkOptions,
      model: modelOptions,
      convolutional: convolutionalOptions,
      training: trainingOptions,
      formats: exportFormats,
    }),
  };
}
