import { Option } from 'commander';
import { defineCommand } from '../command.js';
import { choiceOption } from '../shared-options.js';

const template = choiceOption(
  'template',
  'what to make: a whole project, or only the notebook and example pictures for one that is there (default: project)',
  ['project', 'own-pictures'],
);

/** `mnist-lab init` */
export const initCommand = defineCommand({
  name: 'init',
  summary: 'create a project for your own images',
  description:
    'Create a project for your own images: package.json with all that is needed, a script, a notebook that ' +
    'checks, trains, evaluates and makes a page, and example pictures to begin with. Overwrites nothing.',
  arguments: [['[folder]', 'where to make it (default: this folder)']],
  options: [
    template,
    new Option(
      '--library <package>',
      'what package.json names as mnist-lab, such as a packed .tgz (default: this version)',
    ),
  ],
  examples: [
    ['npx mnist-lab init my-project', 'then: cd my-project, npm install, npm run setup'],
    ['npx mnist-lab init --template own-pictures', 'the notebook into a project that is there already'],
  ],
  load: async () => (await import('./init-run.js')).runInit,
});
