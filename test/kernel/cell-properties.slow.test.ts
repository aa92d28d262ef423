import { inspect } from 'node:util';
import vm from 'node:vm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCells } from './start-cells.js';

let cells: Awaited<ReturnType<typeof startCells>>;
beforeAll(async () => {
  cells = await startCells();
}, 240_000);
afterAll(() => cells.close());

const names = ['a', 'b', 'c'] as const;

/** The result of the code inside an asynchronous function in strict mode. */
const asFunction = async (code: string, expression: string): Promise<string> =>
  inspect(await vm.runInThisContext(`(async () => { 'use strict';\n${code}\nreturn ${expression}; })()`));

/** A pattern that assigns to the names, and a matching value. */
interface Assignment {
  readonly pattern: string;
  readonly value: string;
}

const { target } = fc.letrec<{ target: Assignment }>((tie) => ({
  target: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc
      .record({ name: fc.constantFrom(...names), value: fc.integer({ min: 0, max: 99 }) })
      .map(({ name, value }) => ({
        pattern: name,
        value: String(value),
      })),
    fc
      .array(fc.record({ inner: tie('target'), initial: fc.boolean() }), { minLength: 1, maxLength: 3 })
      .map((parts) => ({
        pattern: `[${parts.map(({ inner, initial }) => (initial ? `${inner.pattern} = (${inner.value} as any)` : inner.pattern)).join(', ')}]`,
        value: `[${parts.map(({ inner, initial }) => (initial ? 'undefined' : inner.value)).join(', ')}]`,
      })),
    fc
      .array(fc.record({ inner: tie('target'), isShort: fc.boolean(), initial: fc.boolean() }), {
        minLength: 1,
        maxLength: 3,
      })
      .map((parts) => {
        const rows = parts.map(({ inner, isShort, initial }, at) => {
          // TypeScript rejects an object literal with duplicate names.
          const isFirst = parts.findIndex((part) => part.inner.pattern === inner.pattern) === at;
          const isName = /^[abc]$/.test(inner.pattern) && isFirst;
          const key = isName && isShort ? inner.pattern : `k${at}`;
          const start = key === inner.pattern ? key : `${key}: ${inner.pattern}`;
          const isLeftOut = initial && !(isName && isShort);
          return {
            pattern: initial ? `${start} = (${inner.value} as any)` : start,
            value: isLeftOut ? '' : `${key}: ${inner.value}`,
          };
        });
        return {
          pattern: `{ ${rows.map(({ pattern }) => pattern).join(', ')} }`,
          value: `{ ${rows
            .map(({ value }) => value)
            .filter(Boolean)
            .join(', ')} }`,
        };
      }),
  ),
}));

test('a cell can assign to variables of an earlier cell by destructuring, with the results of plain JavaScript', {
  timeout: 900_000,
}, async () => {
  const declare = 'let a: any = -1, b: any = -2, c: any = -3;';
  await fc.assert(
    fc.asyncProperty(target, async ({ pattern, value }) => {
      await cells.run(declare);
      const found = await cells.run(`(${pattern} = (${value} as any));\n;[{ a, b, c }]`);
      const plain = `${declare.replaceAll(': any', '')}\n(${pattern.replaceAll(' as any', '')} = ${value.replaceAll(' as any', '')});`;
      const expected = await asFunction(plain, '[{ a, b, c }]');
      expect(found).toBe(expected);
    }),
    { numRuns: 60, seed: 1 },
  );
});

/** Expressions whose value is a number, with await in many places that the grammar allows. */
const { number } = fc.letrec<{ number: string }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.integer({ min: 0, max: 9 }).map(String),
    tie('number').map((inner) => `await ${inner.startsWith('await') ? `(${inner})` : `(${inner})`}`),
    tie('number').map((inner) => `(await [${inner}][0])`),
    tie('number').map((inner) => `(await (async () => ${inner})())`),
    tie('number').map((inner) => `(await Promise.resolve({ n: ${inner} })).n`),
    tie('number').map((inner) => `({ [await ('k')]: ${inner} }).k`),
    tie('number').map((inner) => `((n = 1) => n)(${inner})`),
    tie('number').map((inner) => `(await (class { static s = 4 })).s + (${inner})`),
    fc.tuple(tie('number'), tie('number')).map(([one, other]) => `(${one}) + (${other})`),
    fc.tuple(tie('number'), tie('number')).map(([one, other]) => `((${one}) > 4 ? ${other} : 0)`),
    tie('number').map((inner) => `\`\${${inner}}\`.length`),
  ),
}));

const statement = fc.oneof(
  number.map((value) => `total += ${value};`),
  number.map((value) => `if ((${value}) > 3) total += 1;`),
  number.map((value) => `for (let i = 0; i < Math.min(2, ${value}); i++) total += 1;`),
  number.map((value) => `for await (const n of [${value}, 1]) total += n;`),
  number.map((value) => `try { total += ${value}; } catch { total = -1; }`),
  number.map((value) => `switch (${value} as number) { case 3: total += 1; break; default: total += 2; }`),
  number.map((value) => `{ const { n = ${value} } = {} as any; total += n; }`),
);

test('a cell with await in random expressions and statements has the results of plain JavaScript', {
  timeout: 900_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(statement, { minLength: 1, maxLength: 3 }),
      number,
      async (statements, last) => {
        const code = `${statements.join('\n')}`;
        await cells.run('let total = 0;');
        const found = await cells.run(`${code}\n;[total, ${last}]`);
        const plain = `let total = 0;\n${code.replace(/ as (any|number)/g, '')}`;
        expect(found).toBe(await asFunction(plain, `[total, ${last}]`));
      },
    ),
    { numRuns: 60, seed: 1 },
  );
});
