/**
 * Median milliseconds of `classifyImage` for a digit of 28 × 28 pixels, and of decoding and classifying a photo of
 * 12 megapixels: a digit on lined paper, with camera noise. `smallCommand` and `command` are `mnist-lab predict` with
 * these images. `smallCpu` and `readingCpu` are the CPU times of `classifyImage`, which depend less on other programs.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  classifyImage,
  createDigitModel,
  decodeImage,
  fitOodDetector,
  readingSide,
  saveModel,
} from 'mnist-lab';
import { digits } from 'mnist-lab/experiments';
import sharp from 'sharp';
import { readTask } from './contender.mjs';

const [columns, rows] = [4032, 3024];
const { dataset, test } = await readTask();
const model = createDigitModel();
fitOodDetector(model, dataset);

const one = { pixels: test.images.slice(0, 784), rows: 28, columns: 28 };
const classifyOne = () => classifyImage(model, one);
const [small, smallCpu] = [await median(300, classifyOne), await median(300, classifyOne, cpuMilliseconds)];
const photo = await photograph(digits.sampleImages.find(({ name }) => name.includes('line'))!.svg);
const decode = () => decodeImage(photo, 'a photograph', { longestSide: readingSide });
const decoded = await decode();
const decoding = await median(20, decode);
const classifyPhoto = () => classifyImage(model, decoded);
const [reading, readingCpu] = [
  await median(20, classifyPhoto),
  await median(20, classifyPhoto, cpuMilliseconds),
];
const both = await median(20, async () => classifyImage(model, await decode()));
const smallFile = await sharp(Buffer.from(one.pixels), { raw: { width: 28, height: 28, channels: 1 } })
  .png()
  .toBuffer();
const [smallCommand, command] = [await commandTime(smallFile), await commandTime(photo)];
console.log(JSON.stringify({ small, smallCpu, decoding, reading, readingCpu, both, smallCommand, command }));

/** Median milliseconds of `mnist-lab predict` with an image, from the start of its process to its end. */
async function commandTime(image: Buffer): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'mnist-lab-bench-'));
  try {
    await saveModel(model, path.join(folder, 'model'));
    writeFileSync(path.join(folder, 'image'), image);
    const program = path.join('lib', 'bin', 'mnist-lab.js');
    const words = ['predict', path.join(folder, 'model'), path.join(folder, 'image')];
    return await median(5, () => {
      const { status, stderr } = spawnSync(process.execPath, [program, ...words], { encoding: 'utf8' });
      // Exit code 5 means that the image is out of distribution.
      if (status !== 0 && status !== 5) throw new Error(`mnist-lab ${words.join(' ')}: ${stderr}`);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function photograph(svg: string): Promise<Buffer> {
  const noise = await sharp({
    create: {
      width: columns,
      height: rows,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: 6 },
    },
  })
    .png({ compressionLevel: 1 })
    .toBuffer();
  return sharp(Buffer.from(svg), { density: 900 })
    .resize(columns, rows, { fit: 'fill' })
    .removeAlpha()
    .composite([{ input: noise, blend: 'soft-light' }])
    .jpeg({ quality: 90 })
    .toBuffer();
}

function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function median(times: number, run: () => unknown, clock = () => performance.now()): Promise<number> {
  const each: number[] = [];
  for (let index = 0; index < times; index++) {
    const started = clock();
    await run();
    each.push(clock() - started);
  }
  return each.toSorted((one, other) => one - other)[times >> 1]!;
}
