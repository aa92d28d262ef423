import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { foldersUpwards } from './folders-upwards.js';

/** The npm package that brings a browser, for Linux x64 only. */
export const chromiumPackageName = '@sparticuz/chromium';

/**
 * Finds the npm package that brings a browser.
 *
 * @returns its folder, or `null` where it is not installed or has no browser for this machine.
 */
export function findChromiumPackage(): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  try {
    // The package exports no file of its own, so its folder is found through its entry.
    for (const folder of foldersUpwards(
      path.dirname(createRequire(__filename).resolve(chromiumPackageName)),
    )) {
      if (existsSync(path.join(folder, 'bin', 'chromium.br'))) return folder;
    }
  } catch {
    // It is not installed.
  }
  return null;
}
