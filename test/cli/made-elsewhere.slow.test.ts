import { mkdirSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, test } from 'vitest';
import { createServer } from '../../examples/server.js';
import { modelsOfLayers } from '../models/every-layer.js';
import { type End, type Layout, layouts, madeElsewhere, type Scaling } from '../models/made-elsewhere.js';
import { temporaryFolder } from '../temporary-folder.js';
import { runRecorded } from './run-recorded.js';

/** A folder of images of both classes, larger than the network's input, and a model next to it. */
async function made(layout: Layout, scaling: Scaling, end: End) {
  const folder = temporaryFolder();
  const model = path.join(folder, 'model');
  await madeElsewhere(layout, scaling, end).save(`file://${model}`);
  const inColour = layouts[layout].channels === 3;
  // Converted to grey, red is much darker than cyan.
  const colours = inColour ? ['#00ffff', '#ff0000'] : ['#202020', '#e0e0e0'];
  for (const [label, background] of colours.entries()) {
    mkdirSync(path.join(folder, 'images', String(label)), { recursive: true });
    const image = sharp({ create: { width: 40, height: 60, channels: 3, background } });
    for (const name of ['a.png', 'b.png'])
      await image.png().toFile(path.join(folder, 'images', String(label), name));
  }
  const images = [0, 1].map((label) => path.join(folder, 'images', String(label), 'a.png'));
  return { folder: path.join(folder, 'images'), model, images };
}

const variants: readonly (readonly [Layout, Scaling, End])[] = [
  ['flat', 'none', 'logits'],
  ['grey, channels first', 'rescaling to 0..1', 'one sigmoid'],
  ['grey, channels last', 'rescaling to -1..1', 'one logit'],
  ['grey without channel', 'batch normalisation of -1..1', 'softmax layer'],
  ['colour, channels last', 'rescaling to 0..1', 'logits'],
  ['colour, channels first', 'none', 'a sigmoid for each class'],
];

describe('a model that was not made with this library', () => {
  it.each(variants)(
    '(input %s, scaling %s, output %s) gives correct classes in predict, evaluate and the web service',
    async (...variant) => {
      const { folder, model, images } = await made(...variant);
      const words = ['predict', path.join(model, 'model.json'), ...images];
      const { code, out } = await runRecorded([...words, '--json']);
      const { predictions, reading } = JSON.parse(out);
      expect([code, predictions.map((each: { class: string }) => each.class)]).toEqual([0, ['0', '1']]);
      for (const { probability } of predictions) expect(probability).toBeGreaterThan(0.9);
      const text = (await runRecorded([...words, '--show'])).out;
      expect(text).toContain('Model input and output: ');
      expect(text.includes('(assumed, as the model does not record it. Set it with --input-range)')).toBe(
        variant[1] === 'none',
      );

      const ran = await runRecorded(['evaluate', model, '--dataset', folder, '--json']);
      const evaluated = JSON.parse(ran.out);
      expect(evaluated).not.toHaveProperty('error');
      expect([evaluated.count, evaluated.accuracy, evaluated.reading]).toEqual([4, 1, reading]);

      const server = await createServer(model);
      try {
        for (const [label, image] of images.entries()) {
          const payload = await sharp(image).png().toBuffer();
          const headers = { 'content-type': 'image/png', host: 'localhost' };
          const answer = (await server.inject({ method: 'POST', url: '/predict', payload, headers })).json();
          expect(answer).toMatchObject({ class: String(label), reading });
        }
      } finally {
        await server.close();
      }
    },
  );

  it('gets its pixels in the range given with --input-range', async () => {
    const { model, images } = await made('grey, channels last', 'none', 'one sigmoid');
    const { out } = await runRecorded(['predict', model, images[0]!, '--input-range', '0..255', '--json']);
    const { predictions, reading } = JSON.parse(out);
    expect(reading.input).toMatchObject({ range: '0..255', rangeSource: 'given' });
    expect(predictions[0].class).toBe('1');
    const wrong = await runRecorded(['predict', model, images[0]!, '--input-range', '0..2']);
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('0..255')]);
  });

  it('is rejected by --preprocessing mnist and by --format page if its input is in colour', async () => {
    const { model, images } = await made('colour, channels last', 'none', 'softmax');
    const predicted = await runRecorded(['predict', model, images[0]!, '--preprocessing', 'mnist']);
    expect([predicted.code, predicted.err]).toEqual([
      2,
      expect.stringContaining('the model takes colour images'),
    ]);
    const page = await runRecorded(['export', model, '--format', 'page', '-o', path.join(model, 'a.html')]);
    expect([page.code, page.err]).toEqual([
      4,
      expect.stringMatching(/found one of colours\. Use --format module,/),
    ]);
  });
});

test('export succeeds or prints a one-line error in each format, for each layer that a tf.Sequential can have', async () => {
  const formats = ['module', 'page', 'onnx', 'tfjs', 'safetensors'];
  for (const create of Object.values(modelsOfLayers)) {
    const folder = temporaryFolder();
    await create().save(`file://${folder}`);
    for (const format of formats) {
      const { code, out, err } = await runRecorded([
        'export',
        folder,
        '--format',
        format,
        '-o',
        path.join(folder, `made-${format}`),
      ]);
      if (code === 0) expect([err, out]).toEqual(['', expect.stringContaining('made')]);
      else expect([code, err]).toEqual([4, expect.stringMatching(/^[^\n]{20,400}\n$/)]);
    }
  }
});
