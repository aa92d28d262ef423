import type { Sequential } from '@tensorflow/tfjs-node';
import { inputError } from './command-error.js';

/**
 * Loads a model from a folder.
 *
 * @throws {CommandError} if the folder holds no model that can be read.
 */
export async function loadModelForCommand(directory: string): Promise<Sequential> {
  const { loadModel } = await import('../models/load-model.js');
  try {
    return await loadModel(directory);
  } catch (error) {
    throw inputError(`${(error as Error).message} \`mnist-lab train\` saves one as well.`, error);
  }
}
