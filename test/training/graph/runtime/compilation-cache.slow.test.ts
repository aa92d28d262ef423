import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDenseClassifier } from 'mnist-lab';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { compilationCacheVariable } from '../../../../lib/src/system/xla-flags.js';
import { temporaryFolder } from '../../../temporary-folder.js';
import { trainGraph } from '../../engines.js';
import { stripes } from '../../stripes.js';

const sumOf = (content: Uint8Array) => createHash('sha256').update(content).digest('hex').slice(0, 32);

/** Trains with XLA. @returns the weights. */
async function trainCompiled(hiddenUnits: readonly number[] = [8]): Promise<Float32Array[]> {
  const model = createDenseClassifier({ imageShape: [6, 6], hiddenUnits, classCount: 3, seed: 3 });
  const plan = { compiled: true, sliceSteps: 5 };
  const { engineReason } = await trainGraph(model, stripes(100, 1), { epochs: 2, batchSize: 20 }, plan);
  expect(engineReason).toMatch(/compiled by XLA$/);
  return model.getWeights().map((weight) => weight.dataSync<'float32'>());
}

let folder: string;

beforeEach(() => {
  folder = path.join(temporaryFolder(), 'cache');
  vi.stubEnv(compilationCacheVariable, folder);
  return () => vi.unstubAllEnvs();
});

const entries = () => readdirSync(folder).map((name) => path.join(folder, name));
const soleEntry = () => {
  expect(entries()).toHaveLength(1);
  return entries()[0]!;
};

/** Whether a file holds what its name says. */
const isWhole = (file: string) => path.basename(file).split('-')[2] === sumOf(readFileSync(file));

/** Puts something else into the file of an entry; its name keeps the sum of what was there. */
const damages: Readonly<Record<string, (file: string) => void>> = {
  'is empty': (file) => truncateSync(file),
  'is cut short': (file) => truncateSync(file, statSync(file).size / 2),
  'has one flipped bit': (file) => {
    const bytes = readFileSync(file);
    bytes[Math.floor(bytes.length * 0.7)]! ^= 16;
    writeFileSync(file, bytes);
  },
  'goes on after its end': (file) => writeFileSync(file, 'more', { flag: 'a' }),
};

describe('the cache of compiled steps', () => {
  it('keeps what was compiled, for the user alone, and gives the same weights with it and without', async () => {
    const first = await trainCompiled();
    const entry = soleEntry();
    expect(isWhole(entry)).toBe(true);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    utimesSync(entry, 0, 0);
    expect(await trainCompiled()).toEqual(first);
    expect(soleEntry()).toBe(entry);
    // It was asked for.
    expect(statSync(entry).mtimeMs).toBeGreaterThan(0);
    vi.stubEnv(compilationCacheVariable, '/dev/null');
    expect(await trainCompiled()).toEqual(first);
  });

  it.each(Object.entries(damages))('compiles anew where a file %s', async (_, damage) => {
    const first = await trainCompiled();
    damage(soleEntry());
    expect(isWhole(soleEntry())).toBe(false);
    expect(await trainCompiled()).toEqual(first);
    expect(isWhole(soleEntry())).toBe(true);
  });

  it('compiles anew where TensorFlow does not take what was kept', async () => {
    const first = await trainCompiled();
    const [machine, program, , name] = path.basename(soleEntry()).split('-');
    const other = Buffer.from('not what TensorFlow wrote');
    writeFileSync(soleEntry(), other);
    renameSync(soleEntry(), path.join(folder, [machine, program, sumOf(other), name].join('-')));
    expect(isWhole(soleEntry())).toBe(true);
    expect(await trainCompiled()).toEqual(first);
    expect(statSync(soleEntry()).size).toBeGreaterThan(1000);
  });

  it('keeps what was compiled instead of what is of another network', async () => {
    await trainCompiled([9]);
    const other = readFileSync(soleEntry());
    const name = path.basename(soleEntry()).split('-')[3]!;
    rmSync(soleEntry());
    const first = await trainCompiled();
    const [machine, program] = path.basename(soleEntry()).split('-');
    rmSync(soleEntry());
    const wrong = [machine, program, sumOf(other), name].join('-');
    writeFileSync(path.join(folder, wrong), other);
    expect(await trainCompiled()).toEqual(first);
    expect(path.basename(soleEntry())).not.toBe(wrong);
    const kept = soleEntry();
    expect(await trainCompiled()).toEqual(first);
    expect(soleEntry()).toBe(kept);
  });

  it('tells networks apart', async () => {
    const other = await trainCompiled([9]);
    await trainCompiled([8]);
    expect(entries()).toHaveLength(2);
    expect(await trainCompiled([9])).toEqual(other);
    expect(entries()).toHaveLength(2);
  });

  it('keeps 64 MB at most, of those used last, and leaves files that are not its own', async () => {
    mkdirSync(folder, { mode: 0o700 });
    const key = 'a'.repeat(32);
    for (let index = 0; index < 9; index++) {
      const file = path.join(folder, `${key}-${key}-${index}${key.slice(1)}-old.pb`);
      writeFileSync(file, '');
      truncateSync(file, 10 * 2 ** 20);
      utimesSync(file, index + 1, index + 1);
    }
    writeFileSync(path.join(folder, 'mine.pb'), '');
    await trainCompiled();
    const kept = readdirSync(folder).filter((name) => name.endsWith('-old.pb'));
    expect(kept.map((name) => name.split('-')[2]![0])).toEqual(['3', '4', '5', '6', '7', '8']);
    expect(readdirSync(folder)).toContain('mine.pb');
    expect(entries().filter(isWhole)).toHaveLength(1);
  });

  it('leaves nothing in the folder for temporary files', async () => {
    await trainCompiled();
    await trainCompiled();
    const left = readdirSync(tmpdir()).filter(
      (name) => name.startsWith('mnist-lab-') && name.includes(`-${process.pid}-`),
    );
    expect(left).toEqual([]);
  });

  const unusable: Readonly<Record<string, () => void>> = {
    'a file has its name': () => writeFileSync(folder, ''),
    'others may write to it': () => {
      mkdirSync(folder);
      chmodSync(folder, 0o777);
    },
  };
  it.each(Object.entries(unusable))('is not used where %s', async (_, spoil) => {
    const first = await trainCompiled([7]);
    const kept = soleEntry();
    folder = path.join(temporaryFolder(), 'cache');
    vi.stubEnv(compilationCacheVariable, folder);
    spoil();
    expect(await trainCompiled([7])).toEqual(first);
    expect(statSync(folder).isFile() || entries().length === 0).toBe(true);
    expect(isWhole(kept)).toBe(true);
  });
});
