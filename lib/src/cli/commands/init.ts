import { Option } from 'commander';
import { defineCommand } from '../command.js';
import { choiceOption } from '../shared-options.js';

const template = choiceOption(
  'template',
  'a complete project, or only the notebook and example images for an existing one (default: project)',
  ['project', 'own-pictures'],
);

export const initCommand = defineCommand({
  name: 'init',
  summary: 'create a project for your own images',
  description:
    'Create a project for your own images: package.json with all dependencies, a training script, a ' +
    'notebook that checks, trains, evaluates and exports a demo page, and example images. Overwrites nothing.',
  arguments: [['[folder]', 'folder of the project (default: this folder)']],
  options: [
    template,
    new Option(
      '--library <package>',
      'version or packed .tgz of mnist-lab for package.json (default: this version)',
    ),
  ],
  examples: [
    ['npx mnist-lab init my-project', 'then: cd my-project, npm install, npm run setup'],
    ['npx mnist-lab init --template own-pictures', 'add the notebook to an existing project'],
  ],
  load: async () => (await import('./init-run.js')).runInit,
});
