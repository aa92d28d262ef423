import { beforeAll, describe, expect, test, vi } from 'vitest';
import { textOf } from '../../scripts/lessons/notebook.js';
import { root } from '../../scripts/lessons/project.js';
import { testInBrowser } from '../browser-tests.js';
import { type CellsRun, displayed, runCells, written } from './run-cells.js';

// Each test starts one or two kernels, which takes seconds on an idle machine and a minute on a busy one.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const figure = `{
  name: 'bars', description: 'Two bars.',
  data: [{ type: 'bar', x: ['a', 'b'], y: new Float32Array([1, 2]) }], layout: { height: 200 },
}`;

describe('an executed notebook', () => {
  let run: CellsRun;
  beforeAll(async () => {
    run = await runCells([
      `import { show, trainingProgress } from 'mnist-lab/notebook';\nimport { createDigitModel, train } from 'mnist-lab';`,
      `const bars = ${figure};\nawait show(bars, '<b>&</b>', { columns: ['<i>'], values: [['<u>']] });`,
      `const seed = 7;\nconst count = 600;\nconst dataset = { count, rows: 2, columns: 2, classNames: ['a', 'b'],
        images: new Uint8Array(4 * count).map((_, at) => (at * 37) % 256), labels: new Uint8Array(count).map((_, at) => at % 2) };`,
      `const model = createDigitModel({ hiddenUnits: [4], imageShape: [2, 2], classNames: dataset.classNames, seed });
const history = await train(model, dataset, { epochs: 2, seed, ...trainingProgress('Halves') });`,
      `console.log({ seed }.seed, history.epochs.length);`,
    ]);
  });

  test('has run every cell and passes the check of its outputs', () => {
    expect(run.problems).toEqual([]);
  });

  testInBrowser('contains a figure as one output with a plot, a PNG and a description', () => {
    const [output] = displayed(run.cells[1]);
    expect(Object.keys(output!.data!).sort()).toEqual([
      'application/vnd.plotly.v1+json',
      'image/png',
      'text/plain',
    ]);
    expect(textOf(output!.data!['text/plain'])).toBe('Two bars.');
    expect(output!.data!['application/vnd.plotly.v1+json']).toMatchObject({
      data: [{ y: [1, 2] }],
      config: { showSendToCloud: false, plotlyServerURL: '' },
    });
    expect(output!.metadata).toMatchObject({ 'image/png': { width: 700, height: 200 } });
    // JupyterLab shows the image at its original size.
    const png = Buffer.from(textOf(output!.data!['image/png']), 'base64');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([700, 200]);
  });

  test('contains text from data in escaped form', () => {
    const [, text, table] = displayed(run.cells[1]);
    expect(textOf(text!.data!['text/html'])).toBe('<p>&lt;b&gt;&amp;&lt;/b&gt;</p>');
    expect(textOf(table!.data!['text/html'])).toMatch(/&lt;i&gt;[\s\S]*&lt;u&gt;/);
  });

  test('contains one progress bar for its training run, in its final state and without times', () => {
    const outputs = displayed(run.cells[3]);
    expect(outputs).toHaveLength(1);
    expect(textOf(outputs[0]!.data!['text/plain'])).toMatch(
      /^Halves: epoch 2 of 2, loss [\d.]+, accuracy [\d.]+%$/,
    );
    expect(textOf(outputs[0]!.data!['text/html'])).toContain('width: 100.0%');
  });

  test('can use a variable of an earlier cell as a shorthand property', () => {
    expect(written(run.cells[4], 'stdout')).toBe('7 2\n');
  });
});

// The tests below run concurrently, because a run mostly waits for its processes to start and to end.
test.concurrent('a headless run reports a failed cell with its traceback, without absolute paths', async () => {
  const { cells, problems } = await runCells([
    `import { parseIdx } from 'mnist-lab';`,
    `parseIdx(new Uint8Array(3));`,
    `1 + 1`,
  ]);
  expect(problems.map(({ kind, source }) => [kind, source])).toEqual([
    ['failed cell', 'parseIdx(new Uint8Array(3));'],
    ['cells not run', undefined],
  ]);
  expect(problems[0]!.message).toMatch(/SyntaxError: [\s\S]*at parseIdx \(lib\/src\/datasets\/idx\.ts:\d+/);
  expect(problems[0]!.message).not.toContain(root);
  expect(cells[1]!.outputs!.map(({ output_type }) => output_type)).toEqual(['error']);
});

test.concurrent('a headless run reports a rejected promise, a timer that throws and a call of process.exit() after the last cell', async () => {
  const late = [
    "Promise.reject(new Error('left alone'))",
    "{ throw new Error('too late'); }",
    'process.exit(0)',
  ].map((code, at) => `setTimeout(() => ${code}, ${50 + 20 * at});`);
  const { problems } = await runCells([`${late.join('\n')}\nconst last = 1;`]);
  expect(problems).toEqual(
    [
      /Error: left alone[\s\S]*no code awaits/,
      /Error: too late/,
      /process\.exit\(0\) would end the kernel/,
    ].map((message) => ({
      kind: 'late failure',
      message: expect.stringMatching(message),
    })),
  );
});

// The signal is found in two ways: SIGKILL ends the kernel immediately, and SIGTERM makes it exit with a code.
test.concurrent.each(['SIGKILL', 'SIGTERM'])(
  'a headless run fails and names the signal if the kernel is ended by %s after the last cell',
  async (signal) => {
    const { problems } = await runCells([
      `void setTimeout(() => process.kill(process.pid, '${signal}'), 300);`,
    ]);
    expect(problems).toEqual([
      { kind: 'kernel', message: `The kernel ended by ${signal} after the last cell.` },
    ]);
  },
);

test.concurrent('a headless run succeeds if Jupyter has to stop the kernel because a timer is still active', async () => {
  const { problems } = await runCells(['void setInterval(() => {}, 1000);']);
  expect(problems).toEqual([]);
});

test.concurrent('a headless run fails if a cell exceeds its time limit', async () => {
  const { problems } = await runCells([pause(60_000)], { cellSeconds: 2 });
  expect(problems[0]?.message).toBe('The cell did not finish. It took longer than its limit of 2 s.');
});

test.concurrent('a headless run without a browser succeeds with one hint about missing PNG images', async () => {
  const environment = { MNIST_LAB_BROWSER: '/nowhere/chrome' };
  const { cells, problems, isUndrawn } = await runCells(
    [
      `import { show } from 'mnist-lab/notebook';`,
      `const bars = ${figure};\nawait show(bars);\nawait show({ ...bars, name: 'more bars' });`,
    ],
    { environment },
  );
  expect(displayed(cells[1]).map(({ data }) => Object.keys(data!))).toEqual(
    Array(2).fill(['application/vnd.plotly.v1+json', 'text/plain']),
  );
  expect([problems, isUndrawn]).toEqual([[], true]);
  expect(written(cells[1], 'stdout').match(/Install Chrome/g)).toHaveLength(1);
  expect(written(cells[1], 'stderr')).toBe('');
});

function pause(milliseconds: number): string {
  return `await new Promise((resolve) => setTimeout(resolve, ${milliseconds}));`;
}
