import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { browserCache, browserPrograms } from '../../../lib/src/notebook/browser/programs.js';
import { temporaryFolder } from '../../temporary-folder.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('MNIST_LAB_BROWSER', () => {
  const first = () => browserPrograms().next();

  test.each(['/nonexistent', '/tmp'])(
    'with the value %s is rejected, because it is not the path of a program',
    async (name) => {
      vi.stubEnv('MNIST_LAB_BROWSER', name);
      await expect(first()).rejects.toThrow(
        `expected MNIST_LAB_BROWSER to be the path of a program, "bundled" or "none" but found "${name}"`,
      );
    },
  );

  test('with the path of a program selects only this program, and `none` disables all browsers', async () => {
    vi.stubEnv('MNIST_LAB_BROWSER', process.execPath);
    const programs = browserPrograms();
    expect((await programs.next()).value).toEqual({ command: process.execPath });
    expect((await programs.next()).done).toBe(true);
    vi.stubEnv('MNIST_LAB_BROWSER', 'none');
    expect((await first()).done).toBe(true);
  });
});

describe('the bundled browser is unpacked', () => {
  let home: string;
  beforeEach(() => {
    home = temporaryFolder();
    vi.stubEnv('XDG_CACHE_HOME', path.join(home, 'cache'));
    vi.stubEnv('TMPDIR', path.join(home, 'tmp'));
  });
  /** A path below a file, where not even root can create a folder. */
  const blocked = () => {
    const file = path.join(home, 'file');
    writeFileSync(file, '');
    return path.join(file, 'cache');
  };

  test('into node_modules if that folder is writable', () => {
    const beside = path.join(home, 'node_modules', '.cache');
    expect(browserCache(beside, 'chromium-1')).toBe(beside);
  });

  test('into the user’s cache folder if node_modules is not writable', () => {
    expect(browserCache(blocked(), 'chromium-1')).toBe(path.join(home, 'cache', 'mnist-lab'));
  });

  test('into the shared temporary folder only if no other user can write there', () => {
    vi.stubEnv('XDG_CACHE_HOME', blocked());
    const shared = browserCache(blocked(), 'chromium-1');
    expect(path.dirname(shared)).toBe(path.join(home, 'tmp'));
    chmodSync(shared, 0o777);
    mkdirSync(path.join(shared, 'chromium-1'));
    expect(() => browserCache(blocked(), 'chromium-1')).toThrow(
      'found one that others may write to (mode 777)',
    );
  });
});
