// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import runModule from '../../src/setup/plain/run.cjs';
import stamps from '../../src/setup/plain/stamp.cjs';
import { inProject, kernelEnvironment, venvPython } from '../project.mjs';

const place = inProject('.venv', 'share', 'jupyter', 'kernels', 'tslab');
const stamp = path.join(place, 'mnist-lab.json');
const tslab = inProject('node_modules', 'tslab', 'package.json');

/**
 * Written here and not by `tslab install`, which would start whatever `tslab` is on the PATH, in an untuned
 * environment, and would add a kernel for JavaScript.
 */
const kernelSpec = () => ({
  argv: [process.execPath, '--enable-source-maps', inProject('setup', 'kernel.mjs'), '{connection_file}'],
  display_name: 'TypeScript (mnist-lab)',
  language: 'typescript',
  interrupt_mode: 'signal',
  env: {
    // What TensorFlow logs would go to the terminal that JupyterLab was started from; its failures are thrown.
    TF_CPP_MIN_LOG_LEVEL: '3',
    ...kernelEnvironment,
  },
});

const inputs = () => ({
  spec: kernelSpec(),
  asks: fs.readFileSync(inProject('setup', 'ask-kernel.py'), 'utf8'),
  tslab: fs.readFileSync(tslab, 'utf8'),
});

/** @type {import('../step.mjs').Step} */
export const kernelSpecStep = {
  title: 'Kernel',
  room: 1e5,

  isDone: () => fs.existsSync(tslab) && stamps.stampFits(stamp, inputs()),

  async run({ lock, signal, progress }) {
    const file = path.join(place, 'kernel.json');
    stamps.writeWhole(file, `${JSON.stringify(kernelSpec(), null, 2)}\n`);
    progress('starting it and asking for its info');
    const answer = await runModule.run(venvPython, [inProject('setup', 'ask-kernel.py')], { lock, signal });
    const { implementation, language, value } = JSON.parse(answer);
    if (implementation !== 'tslab' || language !== 'typescript' || value !== '42') {
      throw new Error(`The kernel should be tslab for typescript and find 42, but it answered ${answer}`);
    }
    stamps.writeStamp(stamp, inputs(), [file]);
    return 'tslab answers';
  },
};
