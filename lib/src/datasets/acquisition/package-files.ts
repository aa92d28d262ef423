import { createReadStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';

import { type CommandOptions, streamCommand } from '../../system/child-process.js';
import type { PackageSource } from '../catalogue-entry.js';
import { gunzipStream } from './gunzip-stream.js';

/** A run of a registry's client, in a folder of its own. */
type PackageOptions = Required<CommandOptions>;

/**
 * Fetches a package with the registry's own client, so that the user's mirror, login and cache are used.
 *
 * @param options The folder is an empty one to work in.
 * @returns The bytes of the tar archive in the package, as they come.
 * @throws {Error} if the client is not installed or cannot get the package.
 */
export async function* fetchPackage(
  source: PackageSource,
  options: PackageOptions,
): AsyncGenerator<Uint8Array> {
  yield* source.kind === 'npm' ? npmPackage(source, options) : debianPackage(source, options);
}

async function* npmPackage({ name, version }: PackageSource, options: PackageOptions) {
  const args = ['pack', `${name}@${version}`, '--pack-destination', options.folder, '--fetch-retries', '1'];
  await finish('npm', args, options);
  yield* gunzipStream(createReadStream(await onlyFile(options.folder, '.tgz')));
}

async function* debianPackage({ name }: PackageSource, options: PackageOptions) {
  // Without the setting apt drops to a user of its own when it runs as root, and that one may not write here.
  const run = (args: string[]) => finish('apt-get', ['-o', 'APT::Sandbox::User=root', ...args], options);
  try {
    await run(['download', name]);
  } catch (error) {
    if (options.signal.aborted || (error as Error).message.includes('not installed')) throw error;
    // The system's package lists are missing or out of date: fetch lists of our own, which needs no root.
    const ownLists = await ownAptState(options.folder);
    await run([...ownLists, 'update']);
    await run([...ownLists, 'download', name]);
  }
  // Piped through dpkg-deb, which knows every compression that Debian has used.
  yield* streamCommand('dpkg-deb', ['--fsys-tarfile', await onlyFile(options.folder, '.deb')], options);
}

/** Runs a client whose output does not matter. */
async function finish(command: string, args: readonly string[], options: PackageOptions): Promise<void> {
  try {
    for await (const _ of streamCommand(command, args, options));
  } catch (error) {
    const { message } = error as Error;
    // Which disk, the clients do not say.
    if (!/ENOSPC|EDQUOT|No space left|Disk quota/i.test(message)) throw error;
    const remedy = `make room on the disk of ${options.folder} and of the client's own cache`;
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
