import type { CreateCommand } from './command.js';

/** Every command of `mnist-lab` by its name, in the order of the help. */
export const commandTable: Readonly<Record<string, () => Promise<CreateCommand>>> = {
  setup: async () => (await import('./commands/setup.js')).setupCommand,
  doctor: async () => (await import('./commands/doctor.js')).doctorCommand,
  datasets: async () => (await import('./commands/datasets.js')).datasetsCommand,
  init: async () => (await import('./commands/init.js')).initCommand,
  inspect: async () => (await import('./commands/inspect.js')).inspectCommand,
  train: async () => (await import('./commands/train.js')).trainCommand,
  sweep: async () => (await import('./commands/sweep.js')).sweepCommand,
  evaluate: async () => (await import('./commands/evaluate.js')).evaluateCommand,
  predict: async () => (await import('./commands/predict.js')).predictCommand,
  export: async () => (await import('./commands/export.js')).exportCommand,
};
