/** The Chrome, Chromium and Edge that a machine has. */

import { realpathSync } from 'node:fs';
import path from 'node:path';
import { isExecutable } from './is-executable.js';

const commandNames = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];

const macApplications = ['Google Chrome', 'Chromium', 'Microsoft Edge'];

/** @returns absolute paths of their programs, each once, in the order in which they are to be tried. */
export function installedBrowsers(): string[] {
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
