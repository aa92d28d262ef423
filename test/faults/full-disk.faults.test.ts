import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { downloadEntry } from '../../lib/src/datasets/download-dataset.js';
import { bytes, entry, fileNames } from '../datasets/acquire-from.js';
import { right } from './answers.js';
import { withServers } from './raw-server.js';
import { tries } from './report/fault-kinds.js';
import { canMount, smallDisk } from './small-disk.js';

afterEach(() => vi.unstubAllEnvs());

const neededKilobytes = [...bytes.values()].reduce(
  (sum, { length }) => sum + 4 * Math.ceil(length / 4096),
  0,
);

describe.skipIf(!canMount())('on a disk that becomes full', tries('fullDisks'), () => {
  const sizes = Array.from({ length: 12 }, (_, step) => 4 + Math.floor((neededKilobytes * step) / 10));

  test.each(sizes)(
    'after %d kB, a download succeeds or reports the full disk with the path and the remedy',
    async (kilobytes) => {
      vi.stubEnv('http_proxy', '');
      const cacheDirectory = smallDisk(kilobytes);
      await withServers([right, right], async (urls) => {
        const sources = urls.map((url) => ({ kind: 'mirror', url }) as const);
        const options = { cacheDirectory, directory: '', sources };
        const acquired: unknown = await downloadEntry(entry, options).catch((error: unknown) => error);
        const cache = path.join(cacheDirectory, entry.name);
        const kept = readdirSync(cache);
        expect(kept.filter((name) => !fileNames.includes(name))).toEqual([]);
        if (!(acquired instanceof Error)) return expect(kept).toHaveLength(4);
        expect(acquired.message).toMatch(
          /^Keeping a download: expected to write ".*" but the disk is full \(ENOSPC\)/,
        );
        expect(acquired.message).toContain(cacheDirectory);
        expect(acquired.message).toContain('To use another folder, set cacheDirectory');
      });
    },
  );

  test('a download reports the full disk without waiting for a server if no folder can be created', async () => {
    const cacheDirectory = smallDisk(1000, 'nr_inodes=2');
    mkdirSync(path.join(cacheDirectory, entry.name));
    await withServers([() => {}], async ([url]) => {
      const options = { cacheDirectory, directory: '', sources: [{ kind: 'mirror', url: url! } as const] };
      await expect(downloadEntry(entry, options)).rejects.toThrow(
        `expected to write "${path.join(cacheDirectory, entry.name)}" but the disk is full`,
      );
    });
  });
});
