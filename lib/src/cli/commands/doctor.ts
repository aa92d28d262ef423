import { defineCommand } from '../command.js';
import { locationOptions } from '../shared-options.js';

export const doctorCommand = defineCommand({
  name: 'doctor',
  summary: 'show what is installed and what is missing',
  description:
    'Show what is installed and what is missing, as a page to paste into a bug report, and test TensorFlow ' +
    'in a separate process. Changes nothing. Exits with 1 if TensorFlow does not work.',
  options: locationOptions(),
  examples: [
    ['mnist-lab doctor', 'a page to read or to paste into a bug report'],
    ['mnist-lab doctor --json', 'the same as JSON, for a script'],
  ],
  load: async () => (await import('./doctor-run.js')).runDoctor,
});
