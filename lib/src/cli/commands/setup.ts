import { Option } from 'commander';
import { defineCommand } from '../command.js';

/** `mnist-lab setup`: installs the TensorFlow library for the tfjs-node of the current project. */
export const setupCommand = defineCommand({
  name: 'setup',
  summary: 'install the native TensorFlow library for this project',
  description:
    'Install @tensorflow/tfjs-node if it is missing, download the native TensorFlow library (about 280 MB), ' +
    'compile the addon and test it. Needs Python 3.10 or newer with venv. Existing files are kept.',
  options: [
    new Option('--notebooks', 'also install JupyterLab and the TypeScript kernel into .venv (500 MB)'),
    new Option('--sweeps', 'also install Ray for mnist-lab sweep into .venv-sweeps (700 MB)'),
  ],
  examples: [
    ['npx mnist-lab setup', 'once, in a project that uses mnist-lab'],
    ['npx mnist-lab setup --notebooks', 'once, in a project with notebooks'],
    ['npx mnist-lab setup --sweeps', 'for mnist-lab sweep, on every machine of a cluster'],
  ],
  load: async () => (await import('./setup-run.js')).runSetup,
});
