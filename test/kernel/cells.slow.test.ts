import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { temporaryFolderOfFile } from '../temporary-folder.js';
import { KernelSession, startKernel } from './kernel-session.js';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const outside = temporaryFolderOfFile();
const folder = path.join(outside, 'notebook');
const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);

let kernel: KernelSession;
beforeAll(async () => {
  mkdirSync(path.join(folder, 'shapes'), { recursive: true });
  writeFileSync(path.join(outside, 'shared.ts'), 'export const shared = 7;\n');
  write('shapes/index.ts', 'export const side = 4;\n');
  write('data.utils.ts', 'export const half = (n: number) => n / 2;\n');
  write(
    'one.mts',
    'export const one = await Promise.resolve(1);\nexport const place = import.meta.filename;\n',
  );
  write(
    'plain.ts',
    "export const plain: number = 3;\n\nexport function fail(): never {\n  throw new Error('on line 4');\n}\n",
  );
  write('boxes.ts', 'interface Box { width: number }\nexport const makeBox = (): Box => ({ width: 2 });\n');
  write('base.ts', 'export const base = 1;\n');
  write('twice.ts', "import { base } from './base';\nexport const twice = base * 2;\n");
  write('counter.ts', 'export let count = 0;\nexport const increase = () => { count += 1; };\n');
  write('values.json', '{ "n": 5 }');
  kernel = await KernelSession.start(folder);
});
afterAll(() => kernel.close());

/** The value of a cell, or its error. */
const shown = async (code: string) => {
  const { value, errors } = await kernel.execute(code);
  return errors[0] ?? value;
};

describe('a cell imports', () => {
  test.each([
    ["import { side } from './shapes';\nside", '4'],
    ["import { half } from './data.utils';\nhalf(4)", '2'],
    ["import { one } from './one.mjs';\none", '1'],
    ["import { place } from './one.mts';\nplace.endsWith('one.mts')", 'true'],
    ["import { shared } from '../shared';\nshared", '7'],
    ["import { plain } from './plain.ts';\nplain", '3'],
    ["import values from './values.json';\nvalues.n", '5'],
    ["const { half: again } = await import('./data.utils');\nagain(2)", '1'],
    ["import { makeBox } from './boxes';\nconst box = makeBox();\nbox.width", '2'],
    ["import { count, increase } from './counter';\nincrease();\ncount", '1'],
  ])('a file: the code %j gives %s', async (code, value) => expect(await shown(code)).toBe(value));

  test('a file again after a file that it imports has changed', async () => {
    expect(await shown("import { twice } from './twice';\ntwice")).toBe('2');
    write('base.ts', 'export const base = 100;\n');
    expect(await shown("import { twice } from './twice';\ntwice")).toBe('200');
  });

  test('a function that throws, and the error names the line in its TypeScript source', async () => {
    const error = await shown("import { fail } from './plain';\nfail();");
    expect(error).toMatch(/^Error: on line 4\n {4}at fail \(.*plain\.ts:4:9\)\n {4}at cell \[\d+\]:2:1$/);
  });
});

test('a cell that imports a file with a type error fails, and the error names the place in the file', async () => {
  write('wrong.ts', "export const wrong: number = 'text';\n");
  expect(await shown("import { wrong } from './wrong';\nwrong")).toContain('wrong.ts:1:14');
});

describe('a cell prints', () => {
  test('its last value as a numbered result', async () => {
    const { messages, reply } = await kernel.execute('({ a: 1 })');
    const result = messages.find(({ type }) => type === 'execute_result');
    expect(result?.content).toMatchObject({
      execution_count: reply.execution_count,
      data: { 'text/plain': '{ a: 1 }' },
    });
  });

  test('an unawaited promise with a hint to await it', async () => {
    const value = await shown('async function later() { await 0; return 5; }\nlater()');
    expect(value).toBe('Promise { <pending> }\nThe promise is still pending: write `await` before it.');
  });

  test('an anonymous function without a name', async () => {
    expect(await shown('() => 1')).toBe('[Function (anonymous)]');
  });

  test('stack traces without frames of the kernel', async () => {
    const { text } = await kernel.execute(
      "console.trace('here');\nconsole.log(new Error('printed').stack);\nsetTimeout(() => {}, 1);",
    );
    expect(text).toMatch(
      /^Trace: here\n {4}at cell \[\d+\]:1:9\nError: printed\n {4}at cell \[\d+\]:2:13\n$/,
    );
  });

  test('the name used in the cell if it calls a value that is not a function', async () => {
    await kernel.execute('let nothing: any;');
    expect(await shown('nothing()')).toMatch(/^TypeError: nothing is not a function\n/);
  });

  test('the source code of a function without the names that the kernel inserts', async () => {
    await kernel.execute('const scale = 3;\nfunction grow(n: number): number { return scale * n }');
    const functions = {
      arrow: 'n => grow(n) + scale * n',
      declared: 'function (n) { return grow(grow(n)); }',
      awaiting: 'async (n) => { await grow(n); }',
      yielding: 'function* () { yield scale; }',
      shorthand: '() => [{ n: scale }]',
    };
    for (const [name, text] of Object.entries(functions)) {
      const value = await shown(`const ${name}: any = ${text};\nString(${name}).replace(/\\s+/g, ' ')`);
      expect(value?.replace(/^'|'$/g, '')).toBe(text);
    }
    expect(
      await shown("class Scaled { area() { return grow(scale); } }\nString(Scaled).includes('$cell')"),
    ).toBe('false');
    expect(await shown('Function.prototype.toString.toString()')).toContain('[native code]');
    expect(await shown('Function.prototype.toString.call({})')).toMatch(/^TypeError/);
  });

  test('the folder of the notebook as __dirname and in import.meta.url', async () => {
    expect(await shown('__dirname')).toBe(folder);
    expect(await shown("new URL('./data.json', import.meta.url).pathname")).toBe(
      path.join(folder, 'data.json'),
    );
  });
});

test('a variable of a cell that is named like a global variable does not affect libraries', async () => {
  await kernel.execute('const window = 5, performance = 0.93;');
  expect(await shown('[window, { performance }, typeof (globalThis as any).window]')).toBe(
    "[ 5, { performance: 0.93 }, 'undefined' ]",
  );
  expect(await shown("import { parseIdx } from 'mnist-lab';\ntypeof parseIdx")).toBe('function');
});

test('a cell that reads standard input fails with an explanation if the Jupyter client does not support input', async () => {
  const { errors } = await kernel.execute(
    "import { createInterface } from 'node:readline/promises';\nawait createInterface({ input: process.stdin }).question('epochs? ')",
    { allowStdin: false },
  );
  expect(errors[0]).toMatch(/^Error: Reading standard input: this client does not support input\./);
});

test('a cell that reads standard input asks the Jupyter client once for each line', async () => {
  const own = await startKernel();
  const ask = "[await lines.question('epochs? '), await lines.question('units? ')]";
  const { value } = await own.execute(
    `import { createInterface } from 'node:readline/promises';\nconst lines = createInterface({ input: process.stdin, output: process.stdout });\n${ask}`,
  );
  expect(value).toBe("[ 'typed', 'typed' ]");
  await own.execute('await new Promise((resolve) => setTimeout(resolve, 200));');
  expect(own.questions).toBe(2);
  expect((await own.execute(ask)).value).toBe("[ 'typed', 'typed' ]");
  expect(own.questions).toBe(4);
});

test('completion inside a string replaces only the text between the quotes', async () => {
  await kernel.execute("type Mode = 'fast-run' | 'slow-run'; function go(mode: Mode) {}");
  for (const [code, completed] of [
    ["import * as os from 'node:o", "import * as os from 'node:os"],
    ["go('fast-r", "go('fast-run"],
    ["import { x } from 'fs/pro", "import { x } from 'fs/promises"],
  ] as const) {
    const { matches, cursor_start: start, cursor_end: end } = await kernel.complete(code, code.length);
    const [first] = matches as string[];
    expect(code.slice(0, start as number) + first + code.slice(end as number)).toBe(completed);
  }
});

test('a history search returns the executed cell that matches its pattern', async () => {
  await kernel.execute('const remembered = 1;');
  const { history } = await kernel.history({
    hist_access_type: 'search',
    pattern: '*remembered*',
    raw: true,
  });
  expect((history as [number, number, string][]).at(-1)?.[2]).toBe('const remembered = 1;');
});

test.each([
  ['const a = 1;', 'complete'],
  ['await (async () => 5)()', 'complete'],
  ['function f() {', 'incomplete'],
  ['const = 3', 'invalid'],
])('the kernel reports the completeness of the code %j as "%s"', async (code, status) => {
  expect(await kernel.isComplete(code)).toMatchObject({ status });
});

test('cells with lists nested 1,000 deep and sums of 3,000 terms run, and sums of 5,000 terms are rejected with an error', async () => {
  expect(await shown(`${'['.repeat(1000)}${']'.repeat(1000)}`)).toBe('[ [ [ [Array] ] ] ]');
  expect(await shown(Array(3000).fill(1).join(' + '))).toBe('3000');
  expect(await shown(Array(5000).fill(1).join(' + '))).toMatch(
    /^TooMuchCodeError: TypeScript cannot compile this cell: it is nested more than 3200 levels deep/,
  );
  expect(await shown('1 + 1')).toBe('2');
});
