import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { acquireLock } from '../../lib/src/setup/plain/lock.cjs';
import { temporaryFolder } from '../temporary-folder.js';

const lockModule = path.resolve(__dirname, '../../lib/src/setup/plain/lock.cjs');
const python = 'python3';

/**
 * A process that takes the lock and holds it until it is ended. `work` is code that it runs while it holds
 * the lock.
 */
async function startHolder(file: string, work = ''): Promise<ChildProcess & { readonly said: string }> {
  const holder = spawn(
    process.execPath,
    [
      '-e',
      `require(${JSON.stringify(lockModule)}).acquireLock(${JSON.stringify(file)}, { python: '${python}' })
        .then(({ descriptor }) => { ${work}; console.log('held'); setInterval(() => {}, 1000); });`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void holder.kill('SIGKILL'));
  let said = '';
  while (!said.includes('held')) said += String((await once(holder.stdout!, 'data'))[0]);
  return Object.assign(holder, { said });
}

/** Requests the lock. Resolves once the process has been told to wait, or has the lock. */
async function waitFor(file: string) {
  let acquired = false;
  let lock: ReturnType<typeof acquireLock> | undefined;
  const holder = await new Promise<string>((onWait) => {
    lock = acquireLock(file, { python, onWait });
    void lock.then(() => {
      acquired = true;
      onWait('no process');
    });
  });
  return { lock: lock!, holder, isAcquired: () => acquired };
}

test('a second process waits for a lock until the first one releases it, and gets the ID of the first one', async () => {
  const file = path.join(temporaryFolder(), 'lock');
  const first = await acquireLock(file, { python });
  const second = await waitFor(file);
  expect(second.holder).toBe(`process ${process.pid}`);
  expect(second.isAcquired()).toBe(false);
  first.release();
  (await second.lock).release();
});

test('a lock is released if its holder is killed', async () => {
  const file = path.join(temporaryFolder(), 'lock');
  const holder = await startHolder(file);
  const second = await waitFor(file);
  expect(second.holder).toBe(`process ${holder.pid}`);
  holder.kill('SIGKILL');
  (await second.lock).release();
});

test('a lock is still held after its holder is killed, until the child process of the holder ends', async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'lock');
  const holder = await startHolder(
    file,
    `console.log(require('node:child_process').spawn('sleep', ['600'], { stdio: ['ignore', 'ignore', 'ignore', descriptor] }).pid)`,
  );
  const child = Number.parseInt(holder.said, 10);
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  const second = await waitFor(file);
  expect(second.holder).toBe(`process ${holder.pid}`);
  process.kill(child);
  (await second.lock).release();
});

test('a process that waits for a lock whose file was replaced meanwhile waits for the holder of the new file', async () => {
  const file = path.join(temporaryFolder(), 'lock');
  const first = await acquireLock(file, { python });
  let onWait = () => {};
  const nextWait = () =>
    new Promise<void>((resolve) => {
      onWait = resolve;
    });
  const order: string[] = [];
  const waits = nextWait();
  const second = acquireLock(file, { python, onWait: () => onWait() }).then((lock) => {
    order.push('second acquired');
    return lock;
  });
  await waits;
  rmSync(file);
  const third = await acquireLock(file, { python });
  const waitsAgain = nextWait();
  first.release();
  await Promise.race([waitsAgain, second]);
  order.push('third released');
  third.release();
  (await second).release();
  expect(order).toEqual(['third released', 'second acquired']);
});

test('a wait for a lock ends on an abort signal', async () => {
  const file = path.join(temporaryFolder(), 'lock');
  const first = await acquireLock(file, { python });
  const controller = new AbortController();
  const second = acquireLock(file, { python, signal: controller.signal, onWait: () => controller.abort() });
  await expect(second).rejects.toThrow('abort');
  first.release();
});

test('the error names a folder that cannot be locked', async () => {
  const folder = temporaryFolder();
  await expect(acquireLock(path.join(folder, 'lock'), { python: 'false' })).rejects.toThrow(
    `Locking ${folder}`,
  );
});
