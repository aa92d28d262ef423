/** Figures drawn by kaleido: a Chromium that knows nothing but plotly.js, and is asked in lines of JSON. */

import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { rendererCommand } from '../../system/packed-renderer.js';
import type { Drawer } from './browser-drawer.js';

/** It is a slow machine that takes this long to begin. */
const startLimitMilliseconds = 120_000;

interface Answer {
  readonly code: number;
  readonly message: string | null;
  /** Base 64. */
  readonly result: string | null;
}

/**
 * Starts the renderer. It ends with this process, however that ends, since its standard input is closed then.
 *
 * @param folder As `findRenderer` finds it.
 * @throws {Error} if the program does not start, with what it wrote.
 */
export async function startPackedDrawer(folder: string): Promise<Drawer> {
  const plotlyScript = createRequire(__filename).resolve('plotly.js-dist');
  const { program, parameters, environment } = rendererCommand(folder, plotlyScript);
  const child = spawn(program, parameters, {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: 'pipe',
    // A group of its own: Jupyter's stop button signals the kernel's whole group, and must not end the renderer.
    detached: true,
  });
  const lines = new AnsweredLines(child);
  const close = () => {
    process.off('exit', close);
    child.kill('SIGKILL');
  };
  process.on('exit', close);
  try {
    await lines.next(startLimitMilliseconds);
  } catch (error) {
    close();
    throw new Error(`Starting ${program}: ${(error as Error).message}`, { cause: error });
  }
  return {
    async draw({ name, data, layout }, { width, height, pixelRatio }) {
      const request = { data: { data, layout }, format: 'png', width, height, scale: pixelRatio };
      const answer = lines.next();
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const { code, message, result } = JSON.parse(await answer) as Answer;
      if (code !== 0 || !result)
        throw new Error(`Drawing the figure "${name}" failed in the renderer: ${message}`);
      return Buffer.from(result, 'base64');
    },
    isRunning: () => child.exitCode === null && child.signalCode === null,
    close,
  };
}

/** A program's lines as they are awaited; it keeps Node running only while one is. */
class AnsweredLines {
  private awaited: { resolve(line: string): void; reject(error: Error): void } | undefined;
  private written = '';
  private ended: Error | undefined;

  constructor(private readonly child: ChildProcess) {
    createInterface({ input: child.stdout! }).on('line', (line) => this.awaited?.resolve(line));
    child.stderr?.on('data', (chunk) => {
      this.written = (this.written + chunk).slice(-2000);
    });
    child.on('error', (error) => this.end(error));
    child.on('close', () => this.end(new Error(`It ended. It wrote: ${this.written.trim() || 'nothing'}`)));
    child.stdin?.on('error', (error) => this.end(error));
    this.hold(false);
  }

  async next(limit?: number): Promise<string> {
    if (this.ended) throw this.ended;
    this.hold(true);
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<string>((resolve, reject) => {
        this.awaited = { resolve, reject };
        const late = () => reject(new Error(`No answer within ${limit! / 1000} s.`));
        if (limit) timer = setTimeout(late, limit);
      });
    } finally {
      clearTimeout(timer);
      this.awaited = undefined;
      this.hold(false);
    }
  }

  private end(error: Error): void {
    this.ended ??= error;
    this.awaited?.reject(error);
  }

  private hold(isAwaited: boolean): void {
    const { child } = this;
    for (const part of [child, child.stdin, child.stdout, child.stderr] as (Countable | null)[])
      if (isAwaited) part?.ref?.();
      else part?.unref?.();
  }
}

/** What counts as "in use" in Node's event loop only while it says so. */
interface Countable {
  ref?(): void;
  unref?(): void;
}
