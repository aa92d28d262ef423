import { Option } from 'commander';
import { defineCommand } from '../command.js';
import { choiceOption } from '../shared-options.js';

const target = choiceOption('to', 'what to make (default: what the output ends in says, else module)', [
  'module',
  'page',
  'onnx',
  'tfjs',
]);

const weightBits = choiceOption('weight-bits', 'of each weight (default: 32 in a module, 16 in a page)', [
  '8',
  '16',
  '32',
]);

/** `mnist-lab export` */
export const exportCommand = defineCommand({
  name: 'export',
  summary: 'make a file of a saved model that works elsewhere',
  description:
    'Make a file of a saved model that works elsewhere: a TypeScript module with the weights inside that ' +
    'needs no other file, a web page to draw on or to show photos to (with classes of your own, too), an ONNX ' +
    'file for other languages, or a folder for TensorFlow.js in a browser. All take pixels from 0 (background) ' +
    'to 255.',
  arguments: [['<model>', 'folder of the model']],
  options: [
    target,
    weightBits,
    new Option('-o, --output <path>', "where to (default: the model's name, in this folder)"),
  ],
  examples: [
    ['mnist-lab export models/digit -o src/digit.ts', 'then: import { predict } from "./digit.js"'],
    ['mnist-lab export models/digit -o draw.html', 'open it in a browser and draw'],
    ['mnist-lab export models/my-pictures -o show.html', 'open it and show it photos'],
    [
      'mnist-lab export models/digit -o digit.onnx',
      'then, in Python: onnxruntime.InferenceSession("digit.onnx")',
    ],
    ['mnist-lab export models/digit -o draw.html --weight-bits 8', 'half as large, and told what that costs'],
    [
      'mnist-lab export models/digit --to tfjs -o public/digit',
      'then: tf.loadLayersModel("digit/model.json")',
    ],
  ],
  load: async () => (await import('./export-run.js')).runExport,
});
