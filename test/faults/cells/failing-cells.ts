/** Cells that fail, and what a program that runs them must report. */
export interface FailingCells {
  readonly kind: string;
  /** Cells in order. The last one must not run, or is the only one to notice the failure. */
  readonly cells: readonly string[];
  /** Text that the report must contain. */
  readonly said: RegExp;
  /** Time limit of a cell in seconds, which no test reaches. */
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
  { kind: 'an error', cells: ["throw new RangeError('kind 1');", '1'], said: /RangeError: kind 1/ },
  { kind: 'a text that is thrown', cells: ["throw 'kind 2';", '1'], said: /kind 2/ },
  { kind: 'null that is thrown', cells: ['throw null;', '1'], said: /Thrown null/ },
  {
    kind: 'an error that cannot be shown',
    cells: ["throw { [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('kind 4'); } };", '1'],
    said: /cannot be formatted: kind 4/,
  },
  {
    kind: 'a value that cannot be printed',
    cells: ["({ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('kind 5'); } })", '1'],
    said: /Error: kind 5/,
  },
  {
    kind: 'a wrong type',
    cells: ['const text: string = 6;', '1'],
    said: /'number' is not assignable to type 'string'/,
  },
  { kind: 'a wrong syntax', cells: ['const = 7;', '1'], said: /Variable declaration expected/ },
  { kind: 'an unknown name', cells: ['kindEight;', '1'], said: /Cannot find name 'kindEight'/ },
  {
    kind: 'a package that is not there',
    cells: ["import 'kind-nine';\nimport { a } from 'kind-nine';\na", '1'],
    said: /Cannot find module 'kind-nine'/,
  },
  {
    kind: 'a module that is not there when the cell runs',
    cells: ["require('kind-ten');", '1'],
    said: /Cannot find module 'kind-ten'/,
  },
  {
    kind: 'an awaited promise',
    cells: ["await Promise.reject(new Error('kind 11'));", '1'],
    said: /Error: kind 11/,
  },
  {
    kind: 'a promise left alone',
    cells: ["void Promise.reject(new Error('kind 12'));", '1'],
    said: /Error: kind 12/,
  },
  {
    kind: 'a timer, while its cell waits',
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
    kind: 'a thread',
    cells: [
      `import { Worker } from 'node:worker_threads';\nnew Worker("throw new Error('kind 15')", { eval: true });\n${pause(60_000)}`,
      '1',
    ],
    said: /Error: kind 15/,
  },
  {
    kind: 'a timer, after its cell',
    cells: ["void setTimeout(() => { throw new Error('kind 16'); }, 5);", pause(500), '1'],
    said: /Error: kind 16/,
  },
  {
    kind: 'a promise, after its cell',
    cells: ["void setTimeout(() => Promise.reject(new Error('kind 17')), 5);", pause(500), '1'],
    said: /Error: kind 17/,
  },
  {
    kind: 'an exit that calls itself a success',
    cells: ['process.exit(0);', '1'],
    said: /process\.exit\(0\) would end the kernel/,
  },
  {
    kind: 'an exit, after its cell',
    cells: ['void setTimeout(() => process.exit(19), 5);', pause(500), '1'],
    said: /process\.exit\(19\) would end the kernel/,
  },
  {
    kind: 'a call that never ends',
    cells: ['const call = (): number => call() + 1;\ncall();', '1'],
    said: /Maximum call stack size exceeded/,
  },
  {
    kind: 'a loop that never ends',
    cells: ['while (true) {}', '1'],
    said: /timed? ?out|longer than its limit/i,
    seconds: 5,
  },
  {
    kind: 'a wait that never ends',
    cells: ['await new Promise(() => {});', '1'],
    said: /timed? ?out|longer than its limit/i,
    seconds: 5,
  },
  {
    kind: 'an error and a child process that stays',
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
  { kind: 'a kernel that aborts', cells: ['process.abort();', '1'], said: /died|SIGABRT/i, kills: true },
  {
    kind: 'a timer, after the last cell',
    cells: ["void setTimeout(() => { throw new Error('kind 26'); }, 50);"],
    said: /Error: kind 26/,
    afterAll: true,
  },
  {
    kind: 'an exit, after the last cell',
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
    kind: 'a kernel that ends itself after the last cell',
    cells: ['void setTimeout(() => process.kill(process.pid), 300);'],
    said: /SIGTERM/,
    afterAll: true,
  },
];
