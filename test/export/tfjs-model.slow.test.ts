import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createDigitModel, exportTfjsModel, predictProbabilities, setModelMetadata } from 'mnist-lab';
import { expect, onTestFinished } from 'vitest';
import { testInBrowser } from '../browser-tests.js';
import { temporaryFolder } from '../temporary-folder.js';
import { startTestBrowser } from './browser.js';
import { noiseImages } from './models.js';

testInBrowser(
  'a browser loads a model written by exportTfjsModel() and gives the same probabilities',
  async () => {
    const folder = temporaryFolder();
    const model = createDigitModel({ hiddenUnits: [1500], batchNormalization: true, dropoutRate: 0.2 });
    setModelMetadata(model, { classNames: [...'abcdefghij'], temperature: 0.5 });
    await exportTfjsModel(model, folder);

    const script = readFileSync('node_modules/@tensorflow/tfjs/dist/tf.min.js');
    const server = createServer(({ url }, response) => {
      if (url === '/')
        response
          .setHeader('content-type', 'text/html')
          .end('<link rel="icon" href="data:,"><script src="tf.js"></script>');
      else response.end(url === '/tf.js' ? script : readFileSync(path.join(folder, path.basename(url!))));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const browser = await startTestBrowser();
    onTestFinished(async () => {
      await browser.close();
      server.close();
    });
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);

    const images = noiseImages(3, 784);
    const { probabilities, classNames } = (await page.evaluate(`(async () => {
    await tf.setBackend('cpu');
    const model = await tf.loadLayersModel('/model.json');
    const pixels = tf.tensor2d([${images}], [3, 784]);
    return {
      probabilities: Array.from(await model.predict(pixels).data()),
      classNames: model.getUserDefinedMetadata().classNames,
    };
  })()`)) as { probabilities: number[]; classNames: string[] };
    expect(classNames).toEqual([...'abcdefghij']);
    const expected = predictProbabilities(model, images);
    expect(probabilities).toHaveLength(30);
    probabilities.forEach((probability, index) => {
      expect(Math.abs(probability - expected[index]!)).toBeLessThan(1e-5);
    });
  },
);
