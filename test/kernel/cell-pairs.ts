/** Pairs of cells: one declares a name, the next one uses it. All forms of declaration and use are combined. */

export interface CellPair {
  readonly name: string;
  readonly first: string;
  readonly second: string;
  /** The final expression of the second cell. */
  readonly expression: string;
}

interface Form {
  readonly code: string;
  /** Uses that only some values support. */
  readonly can?: readonly ('write' | 'call' | 'new' | 'type' | 'iterate')[];
}

/** Each form declares the name `v`. */
const forms: Readonly<Record<string, Form>> = {
  let: { code: 'let v = 1;', can: ['write'] },
  'let with a type': { code: 'let v: any = 1;', can: ['write'] },
  'let without a value': { code: 'let v: any;', can: ['write'] },
  'two of one let': { code: 'let u = 0, v = 2;', can: ['write'] },
  var: { code: 'var v = 3;', can: ['write'] },
  'var in a block': { code: 'if (true) { var v = 4; }', can: ['write'] },
  'export let': { code: 'export let v = 5;', can: ['write'] },
  'let of an object': { code: 'let { v } = { v: 6 };', can: ['write'] },
  'let of a list': { code: 'let [, v = 7] = [0];', can: ['write'] },
  'let that is awaited': { code: 'let v = await Promise.resolve(8);', can: ['write'] },
  const: { code: "const v = 'text';" },
  'const of an object': { code: 'const { a: { v }, ...rest } = { a: { v: 9 }, b: 1 };' },
  'const that is awaited': { code: 'const v = await (async () => [1])();', can: ['iterate'] },
  'export const': { code: 'export const v = { n: 1 };' },
  'const of a loop': { code: 'let v = 0;\nfor await (const n of [1, 2]) v += n;', can: ['write'] },
  function: { code: 'function v(n = 1) { return n + 1; }', can: ['call'] },
  'async function': { code: 'async function v(n = 1) { return n + 1; }', can: ['call'] },
  generator: { code: 'function* v() { yield 1; yield 2; }', can: ['call'] },
  'export function': { code: 'export function v(n = 2) { return n; }', can: ['call'] },
  'export default function': { code: 'export default function v(n = 3) { return n; }', can: ['call'] },
  arrow: { code: 'const v = (n = 1) => n * 2;', can: ['call'] },
  'generic function': {
    code: 'function v<T>(n?: T): T[] { return n === undefined ? [] : [n]; }',
    can: ['call'],
  },
  'function that returns this': {
    code: 'function v(this: unknown) { return this === undefined; }',
    can: ['call'],
  },
  class: {
    code: 'class v { n = 1; static s = 2; #p = 3; get p() { return this.#p; } }',
    can: ['new', 'type'],
  },
  'export class': { code: 'export class v { constructor(readonly n = 4) {} }', can: ['new', 'type'] },
  'class expression': {
    code: 'const v = class { private n = 1; next() { return ++this.n; } };',
    can: ['new'],
  },
  enum: { code: 'enum v { a, b = 5 }', can: ['type'] },
  'const enum': { code: 'const enum w { a = 2 }\nconst v = w.a;' },
  namespace: { code: 'namespace v { export const n = 1; export function f() { return n; } }' },
  'named import': { code: "import { sep as v } from 'node:path';" },
  'default import': { code: "import v from 'node:path';" },
  'namespace import': { code: "import * as v from 'node:path/posix';" },
  'name of a global': { code: 'const performance = 0.93, v = { performance };' },
};

/** Uses of any value. */
const reads: Readonly<Record<string, readonly [statements: string, expression: string]>> = {
  read: ['', 'v'],
  shorthand: ['', '{ v }'],
  typeof: ['', 'typeof v'],
  'in a closure': ['const f = () => v;', 'f()'],
  'in a nested shorthand': ['const f = () => ({ a: { v } });', 'f()'],
  'hidden by a parameter': ['const f = (v: unknown) => ({ v });', '[f(5), v]'],
  'hidden by a block': ['const seen: unknown[] = [];\n{ const v = 9; seen.push(v, { v }); }', '[seen, v]'],
  'hidden by catch': ['let caught: unknown;\ntry { throw 1; } catch (v) { caught = v; }', '[caught, v]'],
  'next to a property': ['const o = { v: 1, w: { v } };', '[o.v, o.w.v]'],
  'next to a method': ['class C { v() { return v; } }', 'new C().v()'],
  'as a computed key': ['', "Object.keys({ ['k' + typeof v]: 1 })"],
  'as a default': ['const f = ({ a = v } = {}) => a;', 'f()'],
  'in a template': ['', `\`\${typeof v}\``],
  'by its type': ['const t: typeof v = v;', 't'],
  'in a static block': ['class S { static s: unknown; static { S.s = v; } }', 'S.s'],
  'behind await': ['', 'await v'],
  'after a label': ['v: for (;;) { break v; }', '[v]'],
};

/** Uses that only certain values support. */
const special = {
  write: {
    '=': ['v = 50;', 'v'],
    '++': ['v = 1; v++;', 'v'],
    '+=': ['v = 1; v += 2;', 'v'],
    '??=': ['v ??= 3;', 'v'],
    'of an object': ['({ v } = { v: 51 });', 'v'],
    'of an object, with a default': ['({ v = 52 } = {} as { v?: number });', 'v'],
    'of an object, renamed': ['({ a: v } = { a: 53 });', 'v'],
    'of a list': ['[v] = [54];', 'v'],
    'of the rest': ['let first: any, rest: any; [first, ...rest] = [1, 2]; v = rest.length;', 'v'],
    'in for of': ['for (v of [1, 55]) ;', 'v'],
    'in a closure': ['const set = (n: number) => { v = n; }; set(56);', '[v, { v }]'],
    'of an awaited value': ['({ v } = await Promise.resolve({ v: 57 }));', 'v'],
    swap: ['let other: any = 58; [v, other] = [other, v];', 'v'],
  },
  call: {
    call: ['', 'typeof v()'],
    'optional call': ['', 'typeof v?.()'],
    'call of a cast': ['', 'typeof (v as any)(1)'],
    'call that is awaited': ['', 'await v()'],
    'call in parentheses': ['', 'typeof (v)()'],
    'as a value': ['', 'typeof [1].map(v as any)[0]'],
  },
  new: {
    new: ['', 'new v()'],
    extends: ['class D extends v { m = 2; }', 'new D()'],
    instanceof: ['', 'new v() instanceof v'],
  },
  type: {
    'as a type': ['const t: v | undefined = undefined;', 't'],
    'in a generic type': ['const t: Map<string, v> = new Map();', 't'],
  },
  iterate: { spread: ['', '[...v, 2]'], 'for of': ['let n = 0; for (const x of v) n += x;', 'n'] },
} as const;

/** Each form, paired with every second way to read it and all other ways to use it. */
export function cellPairs(): CellPair[] {
  return Object.entries(forms).flatMap(([form, { code, can = [] }], row) => {
    const some = Object.fromEntries(Object.entries(reads).filter((_, at) => (row + at) % 2 === 0));
    const uses = [some, ...can.map((kind) => special[kind])].flatMap((ways) => Object.entries(ways));
    return uses.map(([use, [second, expression]]) => ({
      name: `${form}: ${use}`,
      first: code,
      second,
      expression,
    }));
  });
}
