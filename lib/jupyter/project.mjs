import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
export const root = process.env.MNIST_LAB_PROJECT || process.cwd();
/** What belongs to the set-up is in the package, everything else in the project. */
export const inProject = (...parts) =>
  parts[0] === 'setup' ? path.join(here, ...parts.slice(1)) : path.join(root, ...parts);
export const kernelEnvironment = { MNIST_LAB_PROJECT: root };
export const workFolder = inProject('.setup', 'work');
export const venvPython = inProject('.venv', 'bin', 'python');
