import { createDigitModel, tf } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { trainGraph } from './engines.js';
import { stripes } from './stripes.js';

// One model for all runs: models of finished tests would be freed, with their tensors, at any time.
const model = createDigitModel({
  imageShape: [6, 6],
  hiddenUnits: [16],
  classCount: 3,
  dropoutRate: 0.2,
});

describe('many training runs in one process', () => {
  it.each([
    { compiled: false },
    // Each compilation takes half a second.
    { compiled: true },
  ])('leak no memory (compiled by XLA: $compiled)', { timeout: 300_000 }, async ({ compiled }) => {
    // 200,000 images, so that a single leaked set would show.
    const data = { ...stripes(1000, 1), rows: 6, columns: 6 };
    const many = {
      ...data,
      count: 200_000,
      images: new Uint8Array(200_000 * 36),
      labels: new Uint8Array(200_000),
    };
    const options = { epochs: 1, batchSize: 4000 };
    const tensors = tf.memory().numTensors;
    const resident: number[] = [];
    for (let index = 0; index < 12; index++) {
      await trainGraph(model, many, options, { compiled, sliceSteps: 5 });
      resident.push(process.memoryUsage.rss() / 1e6);
    }
    expect(tf.memory().numTensors).toBe(tensors);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value) / values.length;
    // The unit is megabytes. The allocator frees memory in chunks, so some growth does not prove a leak.
    const growth = mean(resident.slice(8)) - mean(resident.slice(4, 8));
    expect(growth).toBeLessThan(compiled ? 60 : 30);
  });
});
