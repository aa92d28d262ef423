/**
 * The browsers that can draw static charts: the installed Chrome, Chromium or Edge, or the one in an npm
 * package.
 */

import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { foldersUpwards } from '../files/paths.js';

const commandNames = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];

const macApplications = ['Google Chrome', 'Chromium', 'Microsoft Edge'];

/** The browsers to try, in this order, and whether that of the npm package comes after them. */
interface BrowserChoice {
  /** Absolute paths. The one from the environment variable may not be executable. */
  readonly programs: readonly string[];
  readonly includesPackage: boolean;
}

/**
 * The choice of browsers by the environment variable `MNIST_LAB_BROWSER`: a path, `bundled` (the npm package
 * alone) or `none`. By default, the installed browsers come first, then the npm package.
 */
export function chosenBrowsers(): BrowserChoice {
  const { MNIST_LAB_BROWSER: wanted } = process.env;
  if (!wanted) return { programs: installedBrowsers(), includesPackage: true };
  if (wanted === 'none' || wanted === 'bundled')
    return { programs: [], includesPackage: wanted === 'bundled' };
  return { programs: [path.resolve(wanted)], includesPackage: false };
}

/** @returns absolute paths of the executables of installed browsers, without duplicates. */
function installedBrowsers(): string[] {
  const candidates =
    process.platform === 'darwin'
      ? macApplications.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)
      : commandNames.flatMap((name) =>
          (process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, name)),
        );
  const programs = new Map<string, string>();
  for (const command of candidates) {
    if (!path.isAbsolute(command) || !isExecutable(command)) continue;
    const real = realpathSync(command);
    if (!programs.has(real)) programs.set(real, command);
  }
  return [...programs.values()];
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The npm package with a browser, for Linux x64 only. */
export const chromiumPackageName = '@sparticuz/chromium';

/**
 * @returns the folder of the npm package with a browser, or `null` if it is not installed or does not support
 *   this machine.
 */
export function findChromiumPackage(): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  try {
    // The package does not export its files, so find its folder through its entry point.
    for (const folder of foldersUpwards(
      path.dirname(createRequire(__filename).resolve(chromiumPackageName)),
    )) {
      if (existsSync(path.join(folder, 'bin', 'chromium.br'))) return folder;
    }
  } catch {
    // The package is not installed.
  }
  return null;
}
