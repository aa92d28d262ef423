import { defineCommand } from '../command.js';
import { locationOptions } from '../shared-options.js';

/** `mnist-lab doctor` */
export const doctorCommand = defineCommand({
  name: 'doctor',
  summary: 'show what is installed and what is missing',
  description:
    'Show what is there and what is missing, on one page to paste into a bug report, and try TensorFlow ' +
    'in a process of its own. Changes nothing. Exits with 1 if TensorFlow does not work.',
  options: locationOptions(),
  examples: [
    ['mnist-lab doctor', 'one page for people'],
    ['mnist-lab doctor --json', 'the same for a script'],
  ],
  load: async () => (await import('./doctor-run.js')).runDoctor,
});
