import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { loadModel, modelMetadata } from 'mnist-lab';
import { expect } from 'vitest';

/** Loads the model and checks that weights and metadata are from the same save. */
export async function loadWhole(folder: string): Promise<void> {
  const model = await loadModel(folder);
  const { trainedWith } = modelMetadata(model);
  expect(model.getWeights().at(-1)!.dataSync()[0]).toBe(trainedWith!.mark);
  model.dispose();
}

/**
 * Starts a process that saves models into a folder with `saveMarked`, until it is killed. It prints a dot for
 * each.
 */
export function startSaver(folder: string): ChildProcess {
  const script = path.join(__dirname, 'saver.cjs');
  return spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
}
