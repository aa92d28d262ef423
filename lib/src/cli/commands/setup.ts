import { type Command, Option } from 'commander';
import type { SetupOptions } from '../../setup/setup-tensorflow.js';
import { ProgressLine } from '../../terminal/progress-line.js';
import { type CommandContext, defineCommand } from '../command.js';

/** `mnist-lab setup`: TensorFlow under the tfjs-node of the project in this folder, and Ray where it is asked for. */
export function setupCommand(context: CommandContext): Command {
  return defineCommand(
    {
      name: 'setup',
      summary: 'put TensorFlow under the project in this folder',
      description:
        'Install @tensorflow/tfjs-node if it is missing, put the TensorFlow library under it (a download of ' +
        'about 280 MB), compile its addon and try it. Needs Python 3.10 or newer with venv. What is there ' +
        'already is kept.',
      options: [
        new Option('--notebooks', 'also put JupyterLab and the kernel for TypeScript into .venv (500 MB)'),
        new Option(
          '--pictures',
          'also fetch a renderer of still pictures (80 MB), where there is neither a browser nor @sparticuz/chromium',
        new Option(
          '--sweeps',
          'install Ray as well, which mnist-lab sweep runs on: 700 MB in .venv-sweeps, a Python environment of its own',
        ),
      ],
      examples: [
        ['npx mnist-lab setup', 'once, in a project that uses mnist-lab'],
        ['npx mnist-lab setup --notebooks', 'once, in a project with notebooks'],
        [
          'npx mnist-lab setup --pictures',
          'the same, in a project with notebooks on a machine without a browser',
        ],
      ],
    },
    context,
    async (_values, options) => (await import('./setup-run.js')).runSetup(options, context),
        ['npx mnist-lab setup --sweeps', 'for mnist-lab sweep, on each machine that is to train'],
      ],
    },
    context,
    async (_values, { sweeps }) => {
      const { describeProgress } = await import('../../setup/progress.js');
      const { setupTensorflow } = await import('../../setup/setup-tensorflow.js');
      const line = new ProgressLine(context.terminal.progress);
      const options: SetupOptions = {
        projectDirectory: process.cwd(),
        signal: context.signal,
        onProgress(progress) {
          if (progress.state === 'running') line.update(describeProgress(progress));
          else line.line(describeProgress(progress));
        },
      };
      const isSet = ({ changed }: { changed: boolean }) => (changed ? 'is set up' : 'was set up already');
      try {
        const result = await setupTensorflow(options);
        const text = `TensorFlow ${isSet(result)}.\n`;
        if (!sweeps) return { data: result, text };
        const { setupSweeps } = await import('../../setup/setup-sweeps.js');
        const ray = await setupSweeps(options);
        return { data: { ...result, ray }, text: `${text}Ray ${isSet(ray)}, in ${ray.place}.\n` };
      } finally {
        line.clear();
      }
    },
  );
}
