/** Cells that fail, and what a program that runs them must report. */
export interface FailingCells {
  readonly kind: string;
  /**
   * Cells in order. The first one causes the failure, which comes during this cell, during a later one or after the
   * last.
   */
  readonly cells: readonly string[];
  /** Text that the report must contain. */
  readonly said: RegExp;
  /** Time limit of a cell in seconds, for failures that reach it. The default is never reached. */
  readonly seconds?: number;
  /**
   * Whether the failure comes after the last cell. `npm start` reports it, and Jupyter's own programs do not.
   */
  readonly afterAll?: true;
  /** Whether the failure makes the kernel exit. */
  readonly kills?: true;
}

const pause = (milliseconds: number) =>
  `await new Promise((resolve) => setTimeout(resolve, ${milliseconds}));`;

export const failingCells: readonly FailingCells[] = [
  { kind: 'a thrown error', cells: ["throw new RangeError('kind 1');", '1'], said: /RangeError: kind 1/ },
  { kind: 'a thrown string', cells: ["throw 'kind 2';", '1'], said: /kind 2/ },
  { kind: 'a thrown null', cells: ['throw null;', '1'], said: /Thrown null/ },
  {
    kind: 'a thrown object that cannot be formatted',
    cells: ["throw { [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('kind 4'); } };", '1'],
    said: /cannot be formatted: kind 4/,
  },
  {
    kind: 'a last value that cannot be formatted',
    cells: ["({ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('kind 5'); } })", '1'],
    said: /Error: kind 5/,
  },
  {
    kind: 'a type error',
    cells: ['const text: string = 6;', '1'],
    said: /'number' is not assignable to type 'string'/,
  },
  { kind: 'a syntax error', cells: ['const = 7;', '1'], said: /Variable declaration expected/ },
  { kind: 'an unknown name', cells: ['kindEight;', '1'], said: /Cannot find name 'kindEight'/ },
  {
    kind: 'an import of a missing package',
    cells: ["import 'kind-nine';\nimport { a } from 'kind-nine';\na", '1'],
    said: /Cannot find module 'kind-nine'/,
  },
  {
    kind: 'a require() of a missing module',
    cells: ["require('kind-ten');", '1'],
    said: /Cannot find module 'kind-ten'/,
  },
  {
    kind: 'a rejected promise that is awaited',
    cells: ["await Promise.reject(new Error('kind 11'));", '1'],
    said: /Error: kind 11/,
  },
  {
    kind: 'a rejected promise that is not awaited',
    cells: ["void Promise.reject(new Error('kind 12'));", '1'],
    said: /Error: kind 12/,
  },
  {
    kind: 'a timer that throws while its cell waits',
    cells: [`setTimeout(() => { throw new Error('kind 13'); }, 5);\n${pause(60_000)}`, '1'],
    said: /Error: kind 13/,
  },
  {
    kind: 'an error event without a listener',
    cells: [
      "import { EventEmitter } from 'node:events';\nsetImmediate(() => new EventEmitter().emit('error', new Error('kind 14')));\nawait new Promise(() => setTimeout(() => {}, 60_000));",
      '1',
    ],
    said: /Error: kind 14/,
  },
  {
    kind: 'an error in a worker thread',
    cells: [
      `import { Worker } from 'node:worker_threads';\nnew Worker("throw new Error('kind 15')", { eval: true });\n${pause(60_000)}`,
      '1',
    ],
    said: /Error: kind 15/,
  },
  {
    kind: 'a timer that throws after its cell has finished',
    cells: ["void setTimeout(() => { throw new Error('kind 16'); }, 5);", pause(500), '1'],
    said: /Error: kind 16/,
  },
  {
    kind: 'a promise that is rejected after its cell has finished',
    cells: ["void setTimeout(() => Promise.reject(new Error('kind 17')), 5);", pause(500), '1'],
    said: /Error: kind 17/,
  },
  {
    kind: 'process.exit(0)',
    cells: ['process.exit(0);', '1'],
    said: /process\.exit\(0\) would end the kernel/,
  },
  {
    kind: 'process.exit() after its cell has finished',
    cells: ['void setTimeout(() => process.exit(19), 5);', pause(500), '1'],
    said: /process\.exit\(19\) would end the kernel/,
  },
  {
    kind: 'infinite recursion',
    cells: ['const call = (): number => call() + 1;\ncall();', '1'],
    said: /Maximum call stack size exceeded/,
  },
  {
    kind: 'an infinite loop',
    cells: ['while (true) {}', '1'],
    said: /timed? ?out|longer than its limit/i,
    seconds: 5,
  },
  {
    kind: 'a promise that never resolves',
    cells: ['await new Promise(() => {});', '1'],
    said: /timed? ?out|longer than its limit/i,
    seconds: 5,
  },
  {
    kind: 'a thrown error that leaves a child process running',
    cells: [
      "import { spawn } from 'node:child_process';\nspawn('sleep', ['600'], { stdio: 'ignore' });\nthrow new Error('kind 23');",
      '1',
    ],
    said: /Error: kind 23/,
  },
  {
    kind: 'a kernel that is killed',
    cells: ["process.kill(process.pid, 'SIGKILL');", '1'],
    said: /died|SIGKILL/i,
    kills: true,
  },
  { kind: 'process.abort()', cells: ['process.abort();', '1'], said: /died|SIGABRT/i, kills: true },
  {
    kind: 'a timer that throws after the last cell',
    cells: ["void setTimeout(() => { throw new Error('kind 26'); }, 50);"],
    said: /Error: kind 26/,
    afterAll: true,
  },
  {
    kind: 'process.exit() after the last cell',
    cells: ['void setTimeout(() => process.exit(0), 50);'],
    said: /process\.exit\(0\) would end the kernel/,
    afterAll: true,
  },
  {
    kind: 'a kernel that is killed after the last cell',
    cells: ["void setTimeout(() => process.kill(process.pid, 'SIGKILL'), 300);"],
    said: /SIGKILL/,
    afterAll: true,
  },
  {
    kind: 'a kernel that ends itself with SIGTERM after the last cell',
    cells: ['void setTimeout(() => process.kill(process.pid), 300);'],
    said: /SIGTERM/,
    afterAll: true,
  },
];
