import { createDenseClassifier, saveModel } from 'mnist-lab';

/** Saves a model whose last weights and metadata contain the same number. */
export async function saveMarked(mark: number, folder: string): Promise<void> {
  const model = createDenseClassifier({ hiddenUnits: [4], imageShape: [3, 3], seed: mark });
  const weights = model.getWeights();
  model.setWeights([...weights.slice(0, -1), weights.at(-1)!.onesLike().mul(mark)]);
  await saveModel(model, folder, { trainedWith: { mark } });
  model.dispose();
}
