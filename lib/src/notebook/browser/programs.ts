/** Finds the browsers on this machine, in the order in which they are tried. */

import { accessSync, constants, createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { makeFolder, makePrivateFolder, userCacheFolder } from '../../files/paths.js';
import { removeAbandonedFiles, temporaryFile } from '../../files/temporary-file.js';
import {
  chosenBrowsers,
  chromiumPackageName,
  findChromiumPackage,
  isExecutable,
} from '../../system/browsers.js';

/**
 * Browsers that can draw figures: the one in the environment variable `MNIST_LAB_BROWSER` (the path of an
 * executable, `bundled`, or `none`). If it is not set, the installed Chrome, Chromium and Edge, then the
 * browser of the npm package `@sparticuz/chromium`.
 *
 * @throws {Error} if the variable is not an executable, or the package's browser cannot be unpacked.
 */
export async function* browserPrograms(): AsyncGenerator<BrowserProgram> {
  const { programs, includesPackage } = chosenBrowsers();
  for (const command of programs) {
    if (!isExecutable(command))
      throw new Error(
        `Looking for a browser: expected MNIST_LAB_BROWSER to be the path of a program, "bundled" or "none" but ` +
          `found "${process.env.MNIST_LAB_BROWSER}", which is not an executable. Set it to a browser's path, or unset it.`,
      );
    yield { command };
  }
  if (!includesPackage) return;
  const bundled = await bundledChromium();
  if (bundled) yield bundled;
}

/** A browser that can be started. */
export interface BrowserProgram {
  /** Absolute path of the executable. */
  readonly command: string;
  /** Additional environment variables. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Unpacks the Chromium of the npm package `@sparticuz/chromium`, once per version. It runs on a minimal
 * Linux.
 *
 * @returns `null` if the package is not installed or does not support this machine (only Linux x64).
 * @throws {Error} if the package is installed but cannot be unpacked.
 */
async function bundledChromium(): Promise<BrowserProgram | null> {
  const packageFolder = findChromiumPackage();
  if (!packageFolder) return null;
  const { version } = require(path.join(packageFolder, 'package.json')) as { version: string };
  const name = `chromium-${version}`;
  const beside = path.resolve(packageFolder, '..', '..', '.cache', 'mnist-lab');
  const folder = path.join(browserCache(beside, name), name);
  if (!existsSync(folder)) await unpack(packageFolder, folder);
  return {
    command: path.join(folder, 'chromium'),
    // Use the package's own NSS, expat and font on all systems, so that figures are identical.
    environment: {
      LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib'),
      FONTCONFIG_FILE: path.join(folder, 'fonts.conf'),
    },
  };
}

async function unpack(packageFolder: string, destination: string): Promise<void> {
  const packed = path.join(packageFolder, 'bin');
  const cache = path.dirname(destination);
  removeAbandonedFiles(cache);
  const partial = temporaryFile(cache);
  await mkdir(partial, { mode: 0o700 });
  // A dependency of the package, resolved from its folder.
  const tar = createRequire(path.join(packageFolder, 'package.json'))('tar-fs') as {
    extract(folder: string): NodeJS.WritableStream;
  };
  const inflate = (file: string, to: NodeJS.WritableStream) =>
    pipeline(createReadStream(path.join(packed, file)), createBrotliDecompress({ chunkSize: 1 << 20 }), to);
  try {
    await Promise.all([
      inflate('chromium.br', createWriteStream(path.join(partial, 'chromium'), { mode: 0o755 })),
      inflate('al2023.tar.br', tar.extract(path.join(partial, 'al2023'))),
      inflate('fonts.tar.br', tar.extract(partial)),
      // WebGL's libraries must be in the program's folder.
      inflate('swiftshader.tar.br', tar.extract(partial)),
    ]);
    await writeFile(path.join(partial, 'fonts.conf'), fontConfiguration(destination));
    await rename(partial, destination);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    // Another process may have unpacked it first.
    if (!existsSync(destination)) {
      throw new Error(
        `Unpacking the browser of ${chromiumPackageName} to ${destination} failed. Is the disk full?`,
        { cause: error },
      );
    }
  }
}

function fontConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${path.join(folder, 'fonts')}</dir>
  <cachedir>${path.join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}

/**
 * The folder for an unpacked browser: the first that already contains it or is writable.
 *
 * @param beside The preferred folder. It is next to the browser's package and is removed together with it.
 * @param name Name of the browser's subfolder.
 * @throws {Error} if only the system's temporary folder is left, and others could write to this user's folder in
 *   it.
 */
export function browserCache(beside: string, name: string): string {
  for (const folder of [beside, path.join(userCacheFolder(), 'mnist-lab')]) {
    if (existsSync(path.join(folder, name)) || isWritable(folder)) return folder;
  }
  const shared = path.join(tmpdir(), `mnist-lab-${process.getuid?.() ?? 'user'}`);
  makePrivateFolder(shared);
  return shared;
}

function isWritable(folder: string): boolean {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
