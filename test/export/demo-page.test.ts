import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createDigitModel, exportDemoPage, setModelMetadata } from 'mnist-lab';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileLibrary } from '../compile-library.js';
import { smallDataset } from '../small-dataset.js';
import { temporaryFolder } from '../temporary-folder.js';

describe('exportDemoPage()', () => {
  beforeAll(compileLibrary);

  it('writes one file under 8 MB for two networks as large as the largest one of the lessons', async () => {
    const folder = temporaryFolder();
    const model = createDigitModel({ hiddenUnits: [768, 384], batchNormalization: true, activation: 'gelu' });
    const page = await exportDemoPage([{ model }, { model }], path.join(folder, 'draw.html'));
    expect(page.bytes).toBeLessThan(8_000_000);
    expect(readFileSync(page.file)).toHaveLength(page.bytes);
    expect(readdirSync(folder)).toEqual(['draw.html']);
  });

  it('escapes HTML in the class names of the model', async () => {
    const model = createDigitModel({ hiddenUnits: [], classNames: ['</script><b>', '"&'] });
    const { file } = await exportDemoPage([{ model }], path.join(temporaryFolder(), 'draw.html'));
    const html = readFileSync(file, 'utf8');
    expect(html).not.toContain('</script><b>');
    expect(html).toContain('&lt;/script&gt;&lt;b&gt;');
    expect(html.match(/<\/script>/g)).toHaveLength(2);
  });

  it('shows the test accuracy only if it was measured', async () => {
    const model = createDigitModel({ hiddenUnits: [] });
    const text = async () => {
      const { file } = await exportDemoPage([{ model }], path.join(temporaryFolder(), 'draw.html'));
      return readFileSync(file, 'utf8');
    };
    expect(await text()).not.toContain('of the test images correctly');
    setModelMetadata(model, { test: { accuracy: 0.9876, loss: 0.1 } });
    expect(await text()).toContain('98.8% of the test images correctly');
  });

  it('writes a page that says that it sends no data and works offline, and that names the lesson for digits', async () => {
    const text = async (classNames?: string[]) => {
      const model = createDigitModel({ hiddenUnits: [], ...(classNames && { classNames }) });
      const { file } = await exportDemoPage([{ model }], path.join(temporaryFolder(), 'draw.html'));
      return readFileSync(file, 'utf8');
    };
    expect(await text()).toMatch(
      /Nothing leaves your device.*works offline;.*“Handwritten digits” of mnist-lab/,
    );
    expect(await text(['a', 'b'])).toMatch(
      /Nothing leaves your device.*works offline;.*trained with mnist-lab/,
    );
  });

  it('writes a page with instructions that appear if scripts are disabled, as in JupyterLab', async () => {
    const model = createDigitModel({ hiddenUnits: [] });
    const { file } = await exportDemoPage([{ model }], path.join(temporaryFolder(), 'draw.html'));
    expect(readFileSync(file, 'utf8')).toMatch(
      /<noscript>[\s\S]*Trust HTML[\s\S]*open the file in a browser[\s\S]*<\/noscript>/,
    );
  });

  it('rejects an empty list of models, and example images of another size', async () => {
    const file = path.join(temporaryFolder(), 'draw.html');
    await expect(exportDemoPage([], file)).rejects.toThrow('expected at least one model but found none');
    const model = createDigitModel({ hiddenUnits: [] });
    await expect(exportDemoPage([{ model, examples: smallDataset() }], file)).rejects.toThrow(
      'expected images of 28 × 28 pixels, as the model takes, but found 4 × 3',
    );
  });
});
