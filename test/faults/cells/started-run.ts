import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { root } from '../../../scripts/lessons/project.js';
import { type Marked, markProcesses } from './processes.js';
import { writeCells } from './write-cells.js';

/** The processes of a headless run, each started by the one before, with patterns of their command lines. */
export const chain = {
  npm: /^npm start/,
  'the runner': /setup\/start\.mjs/,
  nbconvert: /scripts\/lessons\/execute\.py/,
  'the kernel': /setup\/kernel\.mjs/,
} as const;

export interface StartedRun {
  readonly marked: Marked;
  /** ID of a process of the run. */
  processOf(link: keyof typeof chain): number;
  readonly ended: Promise<unknown>;
}

/** `npm start` with a notebook whose cell is running and never ends. */
export async function startRun(code: string): Promise<StartedRun> {
  const marked = markProcesses();
  const notebook = writeCells([
    `import { writeFileSync } from 'node:fs';\nwriteFileSync('running', '');\n${code}`,
  ]);
  const build = path.join(root, 'build', `test-run-${path.basename(path.dirname(notebook))}`);
  onTestFinished(() => rmSync(build, { recursive: true, force: true }));
  const child = spawn('npm', ['start', '--', notebook], {
    cwd: root,
    env: { ...process.env, ...marked.environment, MNIST_LAB_BUILD: build },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk;
    });
  const ended = once(child, 'close');
  await vi.waitFor(
    () => {
      if (!existsSync(path.join(path.dirname(notebook), 'running')))
        throw new Error(`Not running yet: ${said}`);
    },
    { timeout: 300_000, interval: 100 },
  );
  const processOf = (link: keyof typeof chain) => {
    const found = [...marked.living()].find(([, command]) => chain[link].test(command));
    if (!found) throw new Error(`Expected ${link} among: ${[...marked.living().values()].join('; ')}`);
    return found[0];
  };
  return { marked, processOf, ended };
}
