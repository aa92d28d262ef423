import { Option } from 'commander';
import { defineCommand } from '../command.js';

/** `mnist-lab setup`: TensorFlow under the tfjs-node of the project in this folder. */
export const setupCommand = defineCommand({
  name: 'setup',
  summary: 'put TensorFlow under the project in this folder',
  description:
    'Install @tensorflow/tfjs-node if it is missing, put the TensorFlow library under it (a download of ' +
    'about 280 MB), compile its addon and try it. Needs Python 3.10 or newer with venv. What is there ' +
    'already is kept.',
  options: [
    new Option('--notebooks', 'also put JupyterLab and the kernel for TypeScript into .venv (500 MB)'),
    new Option(
      '--sweeps',
      'also install Ray, which mnist-lab sweep runs on: 700 MB in .venv-sweeps, a Python environment of its own',
    ),
  ],
  examples: [
    ['npx mnist-lab setup', 'once, in a project that uses mnist-lab'],
    ['npx mnist-lab setup --notebooks', 'once, in a project with notebooks'],
    ['npx mnist-lab setup --sweeps', 'for mnist-lab sweep, on each machine that is to train'],
  ],
  load: async () => (await import('./setup-run.js')).runSetup,
});
