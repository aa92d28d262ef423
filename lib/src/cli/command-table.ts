import type { CreateCommand } from './command.js';
import { datasetsCommand } from './commands/datasets.js';
import { doctorCommand } from './commands/doctor.js';
import { evaluateCommand } from './commands/evaluate.js';
import { exportCommand } from './commands/export.js';
import { initCommand } from './commands/init.js';
import { inspectCommand } from './commands/inspect.js';
import { predictCommand } from './commands/predict.js';
import { setupCommand } from './commands/setup.js';
import { sweepCommand } from './commands/sweep.js';
import { trainCommand } from './commands/train.js';

/** Every command of `mnist-lab`, in the order of the help. */
export const commandTable: readonly CreateCommand[] = [
  setupCommand,
  doctorCommand,
  datasetsCommand,
  initCommand,
  inspectCommand,
  trainCommand,
  sweepCommand,
  evaluateCommand,
  predictCommand,
  exportCommand,
];
