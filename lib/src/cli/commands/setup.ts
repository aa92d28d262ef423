import type { Command } from 'commander';
import { ProgressLine } from '../../terminal/progress-line.js';
import { type CommandContext, defineCommand } from '../command.js';

/** `mnist-lab setup`: TensorFlow under the tfjs-node of the project in this folder. */
export function setupCommand(context: CommandContext): Command {
  return defineCommand(
    {
      name: 'setup',
      summary: 'put TensorFlow under the project in this folder',
      description:
        'Install @tensorflow/tfjs-node if it is missing, put the TensorFlow library under it (a download of ' +
        'about 280 MB), compile its addon and try it. Needs Python 3.10 or newer with venv. What is there ' +
        'already is kept.',
      examples: [['npx mnist-lab setup', 'once, in a project that uses mnist-lab']],
    },
    context,
    async () => {
      const { describeProgress } = await import('../../setup/progress.js');
      const { setupTensorflow } = await import('../../setup/setup-tensorflow.js');
      const line = new ProgressLine(context.terminal.progress);
      const result = await setupTensorflow({
        projectDirectory: process.cwd(),
        signal: context.signal,
        onProgress(progress) {
          if (progress.state === 'running') line.update(describeProgress(progress));
          else line.line(describeProgress(progress));
        },
      }).finally(() => line.clear());
      const text = result.changed ? 'TensorFlow is set up.\n' : 'TensorFlow was set up already.\n';
      return { data: result, text };
    },
  );
}
