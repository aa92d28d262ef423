import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../temporary-folder.js';
import { KernelSession } from './kernel-session.js';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

// A kernel takes seconds to start on an idle machine and a minute on a busy one, so tests share it.
let kernel: KernelSession;
beforeAll(async () => {
  kernel = await KernelSession.start();
});
afterAll(() => kernel.close());

describe('a cell', () => {
  test('is reported as busy from its start to its end, with its execution count', async () => {
    const { reply, messages } = await kernel.execute('console.log(6 * 7)');
    expect(messages.map(({ type, content }) => content.execution_state ?? content.text ?? type)).toEqual([
      'busy',
      'execute_input',
      '42\n',
      'idle',
    ]);
    expect(reply).toMatchObject({ status: 'ok', execution_count: 1 });
  });

  test('prints 20,000 lines in a loop without losing any', async () => {
    const { text, messages } = await kernel.execute('for (let at = 0; at < 20_000; at++) console.log(at);');
    expect(text).toBe(Array.from({ length: 20_000 }, (_, at) => `${at}\n`).join(''));
    // One message per line would keep JupyterLab busy for minutes.
    expect(messages.length).toBeLessThan(200);
  });

  test('displays 2,000 values in a loop without losing any', async () => {
    const display = "(globalThis as any)[Symbol.for('mnist-lab.kernel')].display";
    const { messages, reply } = await kernel.execute(
      `for (let at = 0; at < 2_000; at++) ${display}({ data: { 'text/plain': String(at) }, metadata: {} });`,
    );
    expect(reply).toMatchObject({ status: 'ok' });
    const shown = messages.filter(({ type }) => type === 'display_data');
    const texts = shown.map(({ content }) => (content.data as Record<string, string>)['text/plain']);
    expect(texts).toEqual(Array.from({ length: 2_000 }, (_, at) => `${at}`));
  });

  test('gets a reply and its output, even after 299 other cells', async () => {
    // Each cell sends four messages. With a send timeout, the ZeroMQ package would reject every 513th message.
    for (let count = 0; count < 300; count++) {
      const { text } = await kernel.execute(`console.log(${count})`);
      expect(text).toBe(`${count}\n`);
    }
  }, 300_000);

  test('prints a UTF-8 character whose bytes are written in two parts', async () => {
    const { text } = await kernel.execute(
      "const euro = Buffer.from('€'); process.stdout.write(euro.subarray(0, 1)); void process.stdout.write(euro.subarray(1));",
    );
    expect(text).toBe('€');
  });

  test('can await the end of a write to its own output', async () => {
    const { text } = await kernel.execute(
      "await new Promise<void>((resolve) => process.stdout.write('done', () => resolve()));",
    );
    expect(text).toBe('done');
  });

  test('that throws sends an error with the lines of the cells, and nothing on stderr', async () => {
    await kernel.execute(
      "interface Shape { sides: number }\n\nfunction fail(shape: Shape): never {\n  throw new RangeError('no ' + shape.sides);\n}",
    );
    const { reply, errors, text } = await kernel.execute('// A comment.\nfail({ sides: 3 });');
    expect(errors).toEqual([
      expect.stringMatching(
        /^RangeError: no 3\n {4}at fail \(cell \[\d+\]:4:\d+\)\n {4}at cell \[\d+\]:2:1$/,
      ),
    ]);
    expect(text).toBe('');
    expect(reply).toMatchObject({ status: 'error', ename: 'RangeError', evalue: 'no 3' });
  });

  test('names the TypeScript source line of an error thrown in the library', async () => {
    const { errors } = await kernel.execute(
      "import { parseIdx } from 'mnist-lab';\nparseIdx(new Uint8Array(3));",
    );
    expect(errors[0]).toMatch(/^SyntaxError: .*\n(.*\n)*? {4}at parseIdx \(lib\/src\/datasets\/idx\.ts:\d+/);
    expect(errors[0]).not.toMatch(/node:|jupyter|tslab/);
  });

  test('prints an error together with its cause', async () => {
    const { errors } = await kernel.execute(
      "throw Object.assign(new Error('outer', { cause: new Error('inner') }), { code: 'E' });",
    );
    expect(errors[0]).toMatch(
      /^Error: outer\n {4}at cell .* \{\n {2}code: 'E',\n {2}\[cause\]: Error: inner\n {6}/,
    );
  });

  test.each([
    ["'text'", 'Thrown string', "'text'"],
    ['null', 'Thrown null', 'null'],
    ['{ a: 1 }', 'Thrown object', '{ a: 1 }'],
  ])('fails if it throws %s, which is not an error', async (thrown, ename, evalue) => {
    expect((await kernel.execute(`throw ${thrown};`)).reply).toMatchObject({
      status: 'error',
      ename,
      evalue,
    });
  });

  test('prints the line, a marker and a hint for a compile error', async () => {
    const { reply, errors } = await kernel.execute('const text: string = 3;\nconst other = nowhere;');
    expect(reply.ename).toBe('TypeScriptError');
    expect(errors).toEqual([
      [
        "1:7 Type 'number' is not assignable to type 'string'.",
        '  1 | const text: string = 3;',
        '    |       ^^^^',
        "2:15 Cannot find name 'nowhere'.",
        'If an earlier cell declares it, run that cell first.',
        '  2 | const other = nowhere;',
        '    |               ^^^^^^^',
      ].join('\n'),
    ]);
  });

  test('that fails keeps the variables assigned before the error, and those of earlier cells', async () => {
    await kernel.execute("const before = 'kept';");
    await kernel.execute(
      "class Made { size = 1 }\nconst made = 4, list: number[] = [1];\nthrow new Error('here');\nconst before = 2, later = 5;",
    );
    expect((await kernel.execute('[new Made().size, made, list, before.length]')).value).toBe(
      '[ 1, 4, [ 1 ], 4 ]',
    );
    expect((await kernel.execute('later')).errors[0]).toContain("Cannot find name 'later'.");
  });

  test('can use a variable of an earlier cell as a shorthand property', async () => {
    await kernel.execute('const seed = 7;');
    expect((await kernel.execute('({ seed })')).value).toBe('{ seed: 7 }');
  });

  test('can call the array methods of Node 20, with their types', async () => {
    const known = await kernel.execute(
      "const copies: string[] = ['b', 'a'].toSorted().with(0, 'c').toReversed(); new Float32Array([2, 1]).toSorted(); copies.findLast(() => true)",
    );
    expect(known.value).toBe('c');
    const wrong = await kernel.execute("['a'].with(0, 3)");
    expect(wrong.reply.status).toBe('error');
  });

  test('can declare a variable of an earlier cell again, with another type', async () => {
    await kernel.execute('const again = 1;');
    await kernel.execute("const again = 'one';");
    expect((await kernel.execute('again.length')).value).toBe('3');
  });

  test('that calls process.exit() fails, and the kernel keeps running', async () => {
    const { errors } = await kernel.execute('process.exit(3)');
    expect(errors[0]).toMatch(/^Error: process\.exit\(3\) would end the kernel/);
    expect((await kernel.execute('1 + 1')).value).toBe('2');
  });

  test('displays its last value if that is a figure or a data frame, and prints another object', async () => {
    const chart = "{ data: [{ type: 'bar', x: ['a'], y: [1] }], layout: { title: { text: 'Mine' } } }";
    await kernel.execute("import { historyTable } from 'mnist-lab/notebook';");
    const epochs = '[{ epoch: 1, loss: 0.5, accuracy: 0.8, learningRate: 0.001, seconds: 1 }]';
    const shown = [
      await kernel.execute(`const chart = ${chart};\nchart`),
      await kernel.execute(`historyTable({ epochs: ${epochs}, bestEpoch: 1 })`),
      await kernel.execute('await Promise.resolve(chart)'),
      await kernel.execute('({ data: [1, 2] })'),
    ].map(({ messages }) =>
      messages.flatMap(({ type, content }) =>
        type === 'display_data' || type === 'execute_result'
          ? [`${type}: ${(content.data as Record<string, string>)['text/plain']}`]
          : [],
      ),
    );
    expect(shown).toEqual([
      ['display_data: Mine'],
      [expect.stringMatching(/^display_data: epoch +loss/)],
      ['display_data: Mine'],
      ['execute_result: { data: [ 1, 2 ] }'],
    ]);
  });

  test('displays a chart made with plotly.js, although there is no browser, and explains why Plotly.toImage() fails', async () => {
    const { messages } = await kernel.execute(
      "import Plotly from 'plotly.js-dist';\nawait Plotly.newPlot('chart', [{ type: 'bar', x: ['a'], y: [1] }], { height: 200 });",
    );
    const { data } = messages.find(({ type }) => type === 'display_data')!.content;
    expect((data as Record<string, object>)['application/vnd.plotly.v1+json']).toMatchObject({
      data: [{ type: 'bar', x: ['a'], y: [1] }],
      layout: { height: 200 },
    });
    const { errors } = await kernel.execute("Plotly.toImage('chart')");
    expect(errors[0]).toMatch(/Plotly\.toImage\(\) needs a browser.*show\(\{ data, layout \}\)/);
  });

  test('displays HTML sent with tslab.display.html()', async () => {
    const { messages } = await kernel.execute(
      "import * as tslab from 'tslab';\ntslab.display.html('<b>x</b>');",
    );
    expect(messages.find(({ type }) => type === 'display_data')?.content.data).toEqual({
      'text/html': '<b>x</b>',
    });
  });
});

describe('an error that the code of no cell can catch,', () => {
  test.each([
    [
      'a promise that is not awaited',
      "void Promise.reject(new Error('left'));",
      'Error: left',
      'no code awaits',
    ],
    [
      'a timer while the cell waits for it',
      "await new Promise(() => setTimeout(() => { throw new Error('ticked'); }, 5));",
      'Error: ticked',
      'Nothing could catch it',
    ],
  ])('thrown by %s, fails the cell', async (_, code, message, hint) => {
    const { errors, reply } = await kernel.execute(code);
    expect(reply.status).toBe('error');
    expect(errors[0]).toContain(message);
    expect(errors[0]).toContain(hint);
  });

  test('thrown after its cell has finished, is shown below this cell and fails the next cell in headless runs', async () => {
    const file = path.join(temporaryFolder(), 'ended');
    const throwsLate = `import { existsSync } from 'node:fs';
const watch = setInterval(() => {
  if (!existsSync(${JSON.stringify(file)})) return;
  clearInterval(watch);
  throw new Error('late');
}, 10);`;
    const late = await kernel.send(throwsLate);
    await late.ended;
    writeFileSync(file, '');
    await kernel.broadcast(({ type, content }) => type === 'error' && content.evalue === 'late');
    const error = kernel.broadcasts.find(({ parent, type }) => type === 'error' && parent === late.id);
    expect(error).toMatchObject({ content: { evalue: 'late' } });
    expect((await kernel.execute('1', { allowStdin: true })).reply.status).toBe('ok');
    const { reply } = await kernel.execute('2', { allowStdin: false });
    expect(reply).toMatchObject({
      status: 'error',
      evalue: expect.stringMatching(/^late \(after cell \[\d+\] had ended\)$/),
    });
    expect((await kernel.execute('3', { allowStdin: false })).reply.status).toBe('ok');
  });
});

test('a cell that is sent after the failure of another cell was reported is executed', async () => {
  await kernel.execute("throw new Error('first');");
  expect((await kernel.execute('1 + 1')).reply.status).toBe('ok');
});

describe('queued cells', () => {
  test('are aborted after a failed cell, unless the client allows it to fail', async () => {
    const statuses = async (stopOnError: boolean) => {
      const cells = [
        await kernel.send("throw new Error('first');", { stopOnError }),
        await kernel.send("console.log('second');"),
        await kernel.send("console.log('third');"),
      ];
      const runs = await Promise.all(cells.map(({ ended }) => ended));
      return runs.map(({ reply, text }) => [reply.status, text]);
    };
    expect(await statuses(true)).toEqual([
      ['error', ''],
      ['aborted', ''],
      ['aborted', ''],
    ]);
    expect(await statuses(false)).toEqual([
      ['error', ''],
      ['ok', 'second\n'],
      ['ok', 'third\n'],
    ]);
  });

  test('are reported as busy only when they start, and the kernel stays busy until the last one has finished', async () => {
    const earlier = kernel.broadcasts.length;
    const file = path.join(temporaryFolder(), 'answered');
    const waits = `import { existsSync } from 'node:fs';
while (!existsSync(${JSON.stringify(file)})) await new Promise((resolve) => setTimeout(resolve, 10));`;
    const cells = [await kernel.send(waits), await kernel.send('1')];
    // A request in between is answered and does not make the kernel look idle.
    await kernel.complete('Math.fl', 7);
    writeFileSync(file, '');
    await Promise.all(cells.map(({ ended }) => ended));
    const ids = cells.map(({ id }) => id);
    const states = kernel.broadcasts
      .slice(earlier)
      .filter(({ type }) => type === 'status')
      .map(({ parent, content }) => `${ids.indexOf(parent)} ${content.execution_state}`);
    const [first] = ['0 busy', '0 idle', '1 busy', '1 idle'];
    expect(states.filter((state) => !state.startsWith('-1'))).toEqual([
      first,
      first,
      '0 idle',
      '1 busy',
      '1 idle',
    ]);
    expect(states[states.indexOf('-1 idle') + 1]).toBe(first);
  });
});
