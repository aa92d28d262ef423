/** Trains with this library's `train()` and prints a line of JSON: see `contender.mts`. */
import { createConvolutionalModel, createDenseClassifier, predictProbabilities, train } from 'mnist-lab';
import { accuracyOf, readTask, report } from './contender.mjs';

const { task, dataset, test } = await readTask();
const { filters, hiddenUnits, dropoutRate, batchSize, epochs } = task;
const network = { hiddenUnits, dropoutRate, seed: 1 };
const model = filters ? createConvolutionalModel({ filters, ...network }) : createDenseClassifier(network);
const history = await train(model, dataset, { batchSize, epochs, seed: 1, engine: task.engine });
const epochSeconds = history.epochs.map(({ seconds }) => seconds);
const testAccuracy = accuracyOf(predictProbabilities(model, test), test);
report({ epochSeconds, testAccuracy, note: history.engineReason });
