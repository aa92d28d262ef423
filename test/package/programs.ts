/** The actions of the consumer's programs in every module system: train on dots, predict, save, load. */
export const body = `
const random = createRandom(1);
const count = 200;
const images = new Uint8Array(count * 16);
const labels = new Uint8Array(count);
for (let index = 0; index < count; index++) {
  labels[index] = random.integer(4);
  images[index * 16 + 4 * labels[index] + random.integer(4)] = 255;
}
const dots = { images, labels, count, rows: 4, columns: 4, classNames: ['a', 'b', 'c', 'd'] };

async function main() {
  const model = createDenseClassifier({ hiddenUnits: [16], imageShape: [4, 4], classNames: dots.classNames });
  const history = await train(model, dots, { epochs: 40, batchSize: 20, learningRate: 0.01 });
  await saveModel(model, 'dots');
  const probabilities = predictProbabilities(await loadModel('dots'), images.subarray(0, 16));
  const best = probabilities.indexOf(Math.max(...probabilities));
  console.log(JSON.stringify({ epochs: history.epochs.length, right: best === labels[0] }));
}
main();
`;

const names = 'createDenseClassifier, createRandom, loadModel, predictProbabilities, saveModel, train';

/** The program as a CommonJS script. */
export const commonJs = `const { ${names} } = require('mnist-lab');\n${body}`;

/** The program as an ES module that imports by name. */
export const esModule = `import { ${names} } from 'mnist-lab';\n${body}`;

/** The program in TypeScript, with checks that types exist and none of them is \`any\`. */
export const typeScript = `
import { type Dataset, type History, type ModelMetadata, type TrainOptions } from 'mnist-lab';
import type { Figure } from 'mnist-lab/notebook';
${esModule.replace('const dots =', 'const dots: Dataset =').replaceAll('labels[index]', 'labels[index]!')}
const options: TrainOptions = { epochs: 1, onEpochEnd: (record) => console.log(record.validationLoss?.toFixed(2)) };
const figure: Figure = { name: 'empty', description: 'Nothing.', data: [], layout: {} };
const layers = createDenseClassifier().layers.map((layer) => layer.getClassName());
export type Described = [ModelMetadata['imageShape'], History['engine'], typeof options, typeof figure];
export const first: string | undefined = layers[0];

// @ts-expect-error an option that does not exist
train(createDenseClassifier(), dots, { epoch: 1 });
// @ts-expect-error probabilities are numbers
export const text: string = predictProbabilities(createDenseClassifier(), images)[0]!;
// @ts-expect-error a History is not a string: the result of train() is typed
export const words: Promise<string> = train(createDenseClassifier(), dots);
`;
