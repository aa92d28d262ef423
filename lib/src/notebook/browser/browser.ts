/** Starts a headless browser, which ends with this process. */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { hasProcessEnded, markPattern, processMark } from '../../files/process-mark.js';
import { DevToolsPipe } from './devtools-pipe.js';
import type { BrowserProgram } from './programs.js';

const startLimitMilliseconds = 60_000;

const profilePrefix = 'mnist-lab-browser-';

const browserArguments = [
  '--headless',
  '--remote-debugging-pipe',
  // The browser opens only this library's page, offline, so it needs no sandbox. A sandbox cannot start as
  // root or in most containers.
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
  // Settings for the same rendering on every machine: no hinting, no colour profile, WebGL in software.
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  // Without GPU emulation and frame limits, a screenshot takes a third of the time.
  '--disable-gpu-compositing',
  '--disable-gpu-vsync',
  '--disable-frame-rate-limit',
];

/** A running browser with one blank page. */
export interface Browser {
  /** Calls a method of the DevTools protocol for the page. */
  page(method: string, parameters?: object): Promise<Record<string, unknown>>;
  isRunning(): boolean;
  /** Closes the browser and removes its profile. */
  close(): void;
}

/**
 * Starts a browser with a blank page. The browser exits with this process, even if the process is killed, and
 * does not keep the process alive.
 *
 * @throws {Error} if the program does not start, or does not respond within 60 seconds. The message has its
 *   output.
 */
export async function startBrowser(program: BrowserProgram): Promise<Browser> {
  removeForsakenProfiles();
  const profile = mkdtempSync(path.join(tmpdir(), `${profilePrefix}${processMark()}-`));
  const child = spawn(program.command, [...browserArguments, `--user-data-dir=${profile}`, 'about:blank'], {
    env: { ...process.env, ...program.environment },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    // Use a separate process group. Jupyter's stop button signals the kernel's group, which must not close
    // the browser.
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
    const page: Browser['page'] = (method, parameters) => pipe.send(method, parameters, session);
    return { page, isRunning: () => !pipe.closed, close };
  } catch (error) {
    close();
    throw new Error(
      `Starting ${program.command}: the browser does not respond. Its output: ${written() || 'nothing'}`,
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
    timer = setTimeout(() => reject(new Error(`No response within ${seconds} s.`)), startLimitMilliseconds);
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
    // The browser has already exited.
  }
}

/** A browser that is exiting may still write: {@link removeForsakenProfiles} removes the rest later. */
function removeProfile(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 10 });
  } catch {
    // The next process removes the profile.
  }
}

/** Removes profiles of killed processes, whose browsers have exited. */
function removeForsakenProfiles(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = new RegExp(`^${profilePrefix}(${markPattern})-`).exec(name)?.[1];
    if (owner && hasProcessEnded(owner)) removeProfile(path.join(tmpdir(), name));
  }
}
