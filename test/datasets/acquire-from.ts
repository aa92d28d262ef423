import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { DownloadProgress } from 'mnist-lab';
import type { DownloadLimits } from '../../lib/src/datasets/acquisition/download-limits.js';
import { downloadEntry } from '../../lib/src/datasets/download-dataset.js';
import { temporaryFolder } from '../temporary-folder.js';
import { loopbackServer } from './loopback-server.js';
import { smallEntry } from './small-entry.js';

export const { entry, bytes } = smallEntry();

/** Expected file names in the cache. */
export const fileNames = [...bytes.keys()].toSorted();

export type Answer = Parameters<typeof loopbackServer>[0];

/** Serves the correct files of the dataset. */
export const serveFiles: Answer = (request, response) => {
  const content = bytes.get(path.basename(request.url ?? '', '.gz'));
  if (content) response.end(gzipSync(content));
  else response.writeHead(404).end();
};

/** Downloads from servers with these answers, in this order, into a cache of its own. */
export const acquireFrom = (...answers: Answer[]) => acquireWithin({}, ...answers);

/** Like `acquireFrom`, with limits. Only tests of servers that stop should set timeouts. */
export async function acquireWithin(limits: DownloadLimits, ...answers: Answer[]) {
  const servers = await Promise.all(answers.map((answer) => loopbackServer(answer)));
  const cacheDirectory = temporaryFolder();
  const progress: DownloadProgress[] = [];
  const options = {
    cacheDirectory,
    limits: { retryDelay: 10, ...limits },
    directory: '',
    sources: servers.map(({ url }) => ({ kind: 'mirror', url }) as const),
    onProgress: (told: DownloadProgress) => progress.push(told),
  };
  const cache = path.join(cacheDirectory, entry.name);
  const acquired = await downloadEntry(entry, options).catch((error: unknown) => error);
  return { acquired, options, servers, cache, progress, kept: existsSync(cache) ? readdirSync(cache) : [] };
}
