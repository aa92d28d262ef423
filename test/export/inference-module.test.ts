import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createDigitModel, exportInferenceModule } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import type { Prediction } from '../../lib/src/program/javascript/runtime.js';
import { temporaryFolder } from '../temporary-folder.js';
import { classifierWithEverything, largestDifference, noiseImages } from './models.js';

const compiler = path.resolve('node_modules/typescript/bin/tsc');

function compile(folder: string) {
  const settings = {
    compilerOptions: {
      strict: true,
      noUncheckedIndexedAccess: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      target: 'es2020',
      lib: ['es2020'],
      types: [],
      module: 'es2020',
      moduleResolution: 'bundler',
    },
    files: ['model.ts'],
  };
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(settings));
  return spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' });
}

async function loadCompiled(folder: string) {
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  return (await import(/* @vite-ignore */ pathToFileURL(path.join(folder, 'model.js')).href)) as {
    classNames: readonly string[];
    predict: (pixels: Uint8Array | readonly number[]) => Prediction;
  };
}

describe('exportInferenceModule()', () => {
  it('writes one TypeScript file that compiles in strict mode without Node or browser types, and predicts as the library does', async () => {
    const folder = temporaryFolder();
    const model = classifierWithEverything();
    const { file, bytes } = await exportInferenceModule(model, path.join(folder, 'model.ts'));
    expect(readFileSync(file)).toHaveLength(bytes);
    expect(readFileSync(file, 'utf8')).not.toMatch(/^import|require\(/m);
    expect(compile(folder)).toMatchObject({ stdout: '', status: 0 });

    const { classNames, predict } = await loadCompiled(folder);
    expect(classNames).toEqual(['</script>', 'two"words`', 'Ünï*/']);
    const images = noiseImages(50, 30);
    expect(largestDifference(model, images, predict)).toBeLessThan(2e-6);
    expect(predict([...images.subarray(0, 30)])).toEqual(predict(images.subarray(0, 30)));
  });

  it('writes half as large a file with 16-bit weights, with outputs within 1e-3, and about a quarter with 8-bit weights', async () => {
    const folder = temporaryFolder();
    const model = createDigitModel({ hiddenUnits: [128] });
    const single = await exportInferenceModule(model, path.join(folder, 'single', 'model.ts'));
    const eight = await exportInferenceModule(model, path.join(folder, 'eight', 'model.ts'), {
      weightBits: 8,
    });
    expect(eight.bytes).toBeLessThan(single.bytes * 0.3);
    const half = await exportInferenceModule(model, path.join(folder, 'model.ts'), { weightBits: 16 });
    expect(half.bytes).toBeLessThan(single.bytes * 0.55);
    expect(compile(folder)).toMatchObject({ stdout: '', status: 0 });
    const { predict } = await loadCompiled(folder);
    expect(largestDifference(model, noiseImages(20, 784), predict)).toBeLessThan(1e-3);
  });

  it('leaves no partial file behind if writing fails', async () => {
    const folder = temporaryFolder();
    const occupied = path.join(folder, 'occupied', 'inside');
    await exportInferenceModule(classifierWithEverything(), occupied);
    const attempt = exportInferenceModule(classifierWithEverything(), path.dirname(occupied));
    await expect(attempt).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(['occupied']);
  });
});
