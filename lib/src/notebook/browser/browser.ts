/** One headless browser per process, started on first use and ended with the process. */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { hasProcessEnded, markPattern, processMark } from '../../files/process-mark.js';
import { DevToolsPipe } from './devtools-pipe.js';
import type { BrowserProgram } from './programs.js';

/** A browser answers within this time, or is taken for broken. */
const startLimitMilliseconds = 15_000;

const profilePrefix = 'mnist-lab-browser-';

const browserArguments = [
  '--headless',
  '--remote-debugging-pipe',
  // The only page is this library's own, with no network; a sandbox cannot start as root or in most containers.
  '--no-sandbox',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--hide-scrollbars',
  '--mute-audio',
  // The same picture on every machine: no hinting, no colour profile, WebGL by software.
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  // Without an imitated graphics card for the page as a whole, nor its frames: a screenshot in a third of the time.
  '--disable-gpu-compositing',
  '--disable-gpu-vsync',
  '--disable-frame-rate-limit',
];

/** A running browser with one blank page. */
export interface Browser {
  /** What was started. */
  readonly program: BrowserProgram;
  /** Calls a method of the DevTools protocol on the page. */
  page(method: string, parameters?: object): Promise<Record<string, unknown>>;
  /** Whether it still answers. */
  isRunning(): boolean;
  /** Ends the browser and removes its profile. */
  close(): void;
}

/**
 * Starts a browser and opens a blank page in it. It ends with this process, however that ends, and does not
 * keep it from ending.
 *
 * @throws {Error} if the program does not start, or does not answer within 15 seconds; the message carries
 *   what the program wrote.
 */
export async function startBrowser(program: BrowserProgram): Promise<Browser> {
  removeForsakenProfiles();
  const profile = mkdtempSync(path.join(tmpdir(), `${profilePrefix}${processMark()}-`));
  const child = spawn(program.command, [...browserArguments, `--user-data-dir=${profile}`, 'about:blank'], {
    env: { ...process.env, ...program.environment },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    // A group of its own: Jupyter's stop button signals the kernel's whole group, and must not end the browser.
    detached: true,
  });
  const written = lastWords(child);
  const pipe = new DevToolsPipe(child.stdio[3] as Writable, child.stdio[4] as Readable);
  child.on('error', (error) => pipe.close(error));
  child.unref();
  const close = () => {
    process.off('exit', close);
    pipe.close(new Error('The browser was closed.'));
    endGroup(child);
    removeProfile(profile);
  };
  process.on('exit', close);

  try {
    const session = await withinLimit(openPage(pipe));
    return {
      program,
      page: (method, parameters) => pipe.send(method, parameters, session),
      isRunning: () => !pipe.closed,
      close,
    };
  } catch (error) {
    close();
    throw new Error(
      `Starting ${program.command}: expected a browser that answers but found none. It wrote: ${written() || 'nothing'}`,
      { cause: error },
    );
  }
}

async function openPage(pipe: DevToolsPipe): Promise<string> {
  const { targetId } = await pipe.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await pipe.send('Target.attachToTarget', { targetId, flatten: true });
  return sessionId as string;
}

function withinLimit<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const limit = new Promise<never>((_, reject) => {
    const seconds = startLimitMilliseconds / 1000;
    timer = setTimeout(() => reject(new Error(`No answer within ${seconds} s.`)), startLimitMilliseconds);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

function lastWords(child: ChildProcess): () => string {
  let text = '';
  const stream = child.stderr as (Readable & { unref?(): void }) | null;
  stream?.on('data', (chunk) => {
    text = (text + chunk).slice(-2000);
  });
  stream?.unref?.();
  return () => text.trim();
}

function endGroup(child: ChildProcess): void {
  try {
    if (child.pid) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

/** A browser in its last moment may still write: what cannot be removed then, {@link removeForsakenProfiles} removes. */
function removeProfile(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 10 });
  } catch {
    // The next process does.
  }
}

/** A process killed outright takes its browser with it but cannot remove the browser's profile: the next one does. */
function removeForsakenProfiles(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = new RegExp(`^${profilePrefix}(${markPattern})-`).exec(name)?.[1];
    if (owner && hasProcessEnded(owner)) removeProfile(path.join(tmpdir(), name));
  }
}
