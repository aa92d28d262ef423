import path from 'node:path';
import { createDigitModel, type History, train } from 'mnist-lab';
import { beforeAll, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../temporary-folder.js';
import { stripes } from '../stripes.js';
import { installTensorBoard, startTensorBoard } from './tensorboard.js';

beforeAll(installTensorBoard, 300_000);

type Curve = readonly (readonly [seconds: number, step: number, value: number])[];

test('TensorBoard shows the curves and options of two training runs together', {
  timeout: 120_000,
}, async () => {
  const folder = temporaryFolder();
  const run = (name: string, learningRate: number) =>
    train(createDigitModel({ imageShape: [6, 6], hiddenUnits: [4], classCount: 3 }), stripes(100, 1), {
      ...{ epochs: 4, batchSize: 32, optimizer: 'sgd', learningRate },
      validation: stripes(50, 2),
      logDirectory: path.join(folder, name),
    });
  // This run is logged twice. TensorBoard shows the second log.
  await run('slow', 0.05);
  const histories: Readonly<Record<string, History>> = {
    slow: await run('slow', 0.01),
    fast: await run('fast', 0.1),
  };

  const ask = await startTensorBoard(folder);
  await vi.waitFor(async () => expect(await ask('runs')).toHaveLength(6), { timeout: 60_000, interval: 500 });
  for (const [name, { epochs }] of Object.entries(histories)) {
    const curve = async (part: string, tag: string) =>
      ((await ask(`plugin/scalars/scalars?run=${name}/${part}&tag=${tag}`)) as Curve).map(
        ([, ...point]) => point,
      );
    const wanted = (values: readonly number[]) =>
      values.map((value, index) => [index + 1, Math.fround(value)]);
    expect(await curve('train', 'epoch_loss')).toEqual(wanted(epochs.map(({ loss }) => loss)));
    const validated = epochs.map(({ validationAccuracy }) => validationAccuracy!);
    expect(await curve('validation', 'epoch_accuracy')).toEqual(wanted(validated));
    const rates = epochs.map(({ learningRate }) => learningRate);
    expect(await curve('train', 'epoch_learning_rate')).toEqual(wanted(rates));
  }

  const table = (await ask('plugin/hparams/session_groups', {
    ...{ experimentName: '', allowedStatuses: ['STATUS_SUCCESS'], colParams: [] },
    ...{ startIndex: 0, sliceSize: 10, includeMetrics: true },
  })) as { sessionGroups: { name: string; hparams: object; metricValues: { name: object }[] }[] };
  const fast = table.sessionGroups.find(({ name }) => name === 'fast')!;
  expect(table.sessionGroups).toHaveLength(2);
  const chosen = { epochs: 4, batchSize: 32, optimizer: 'sgd', learningRate: 0.1, nesterov: false };
  expect(fast.hparams).toMatchObject({ sizes: '36-4-3', parameters: 163, images: 100, ...chosen });
  expect(fast.metricValues.map(({ name }) => name)).toContainEqual({
    group: 'validation',
    tag: 'epoch_loss',
  });
});
