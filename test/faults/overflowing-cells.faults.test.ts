import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRandom } from '../../lib/src/random.js';
import { startCells } from '../kernel/start-cells.js';
import { faultCases } from './fault-cases.js';
import { tries } from './report/fault-kinds.js';

/** Code of a given size, by the construct that grows. */
const kinds: Readonly<Record<string, (size: number) => string>> = {
  lists: (size) => `${'['.repeat(size)}${']'.repeat(size)}`,
  objects: (size) => `const data = ${'{"a":'.repeat(size)}1${'}'.repeat(size)};`,
  'lists of objects': (size) => `const data = ${'[{"a":'.repeat(size)}1${'}]'.repeat(size)};`,
  sum: (size) => Array(size).fill('1').join(' + '),
  texts: (size) => Array(size).fill('"a"').join(' + '),
  product: (size) => `const product = ${Array(size).fill('2').join(' * ')};`,
  parentheses: (size) => `${'('.repeat(size)}1${')'.repeat(size)}`,
  negations: (size) => `${'!'.repeat(size)}1`,
  properties: (size) => `let object: any = {};\nobject?.a${'?.a'.repeat(size)}`,
  calls: (size) => `const chain: any = () => chain;\nvoid chain${'()'.repeat(size)}`,
  blocks: (size) => `${'{'.repeat(size)}${'}'.repeat(size)}`,
  arrows: (size) => `const arrow = ${'() => '.repeat(size)}1;`,
  conditions: (size) => `const chosen = ${'true ? 1 : '.repeat(size)}0;`,
  otherwise: (size) => `${'if (false) {} else '.repeat(size)}{}`,
  templates: (size) => `${'`${'.repeat(size)}1${'}`'.repeat(size)}`,
  tuples: (size) => `type Nested = ${'['.repeat(size)}${']'.repeat(size)};`,
  unions: (size) => `type Many = ${Array.from({ length: size }, (_, at) => `'${at}'`).join(' | ')};`,
  'a long list': (size) => `const numbers = [${Array.from({ length: size }, (_, at) => at).join(', ')}];`,
  'open brackets': (size) => '['.repeat(size),
  'generic types': (size) => `type Deep = ${'Array<'.repeat(size)}1${'>'.repeat(size)};`,
};

const cases = faultCases(200);
let cells: Awaited<ReturnType<typeof startCells>>;
beforeAll(async () => {
  cells = await startCells();
  await cells.run('let healthy = 0;');
}, 240_000);
afterAll(() => cells.close());

test(`each of ${cases} cells with up to 100,000 nested or chained parts runs or fails with a documented error, and later cells still have the earlier variables`, {
  timeout: 7_200_000,
  ...tries('overflowingCells', cases),
}, async () => {
  const random = createRandom(1);
  const names = Object.keys(kinds);
  for (let round = 0; round < cases; round++) {
    const kind = names[round % names.length]!;
    const size = Math.round(100 * 10 ** (3 * random.next()));
    const failure = await cells.run(kinds[kind]!(size)).then(
      () => undefined,
      (error: Error) => error,
    );
    if (failure) {
      expect(failure.name, kind).toMatch(/^(TooMuchCodeError|TypeScriptError|RangeError)$/);
      expect(failure.message, kind).toMatch(
        /^TypeScript cannot compile this cell: .{1,300}$|^Node cannot run this cell: .{1,200}$|^Maximum call stack size exceeded$|^\d+:\d+ /,
      );
    }
    expect(await cells.run('healthy += 1;\n[healthy]'), `after ${kind} of ${size}`).toBe(`[ ${round + 1} ]`);
  }
});
