import path from 'node:path';
import { startNode } from './started-program.js';

const compiled = path.resolve('lib/dist/setup');

/** Installs TensorFlow into a project in a process of its own, which prints all progress. */
export const startSetup = (project: string, env?: NodeJS.ProcessEnv) =>
  startNode(
    [
      '-e',
      `const { describeProgress } = require('${compiled}/progress.js');
       require('${compiled}/setup-tensorflow.js').setupTensorflow({
         projectDirectory: process.argv[1],
         onProgress: (progress) => console.log(describeProgress(progress)),
       }).then(({ changed }) => console.log('changed:', changed));`,
      project,
    ],
    { env: env ?? process.env },
  );
