/** Where the renderer of still pictures lies that `mnist-lab setup --pictures` unpacks from its wheel. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { foldersUpwards } from '../files/paths.js';

/**
 * Of kaleido, the last one that brings its own Chromium: later ones look for an installed one. It draws nothing but
 * this library's own figures, with no network.
 */
export const rendererVersion = '0.2.1';

/** The renderer's folder in a `node_modules`, beside what other packages keep there. */
export const rendererFolder = (modules: string): string =>
  path.join(modules, '.cache', 'mnist-lab', `kaleido-${rendererVersion}`);

/** How to start a renderer that draws with plotly.js and is asked, line by line, on its standard input. */
export function rendererCommand(folder: string, plotlyScript: string) {
  return {
    program: programIn(folder),
    parameters: [
      'plotly',
      `--plotlyjs=${pathToFileURL(plotlyScript).href}`,
      // As its own Python module starts it. A sandbox cannot start as root or in most containers.
      '--no-sandbox',
      // Without a sandbox nothing needs a zygote, which refuses to start where a processor is emulated.
      '--no-zygote',
      '--disable-gpu',
      '--allow-file-access-from-files',
      '--disable-breakpad',
      '--disable-dev-shm-usage',
    ],
    // Its own libraries and fonts, also where the system has some: the same picture everywhere.
    environment: {
      LD_LIBRARY_PATH: path.join(folder, 'lib'),
      FONTCONFIG_PATH: path.join(folder, 'etc', 'fonts'),
      XDG_DATA_HOME: path.join(folder, 'xdg'),
    },
  };
}

const programIn = (folder: string): string => path.join(folder, 'bin', 'kaleido');

/**
 * Finds the renderer as a file in `folder` would find a package.
 *
 * @returns its folder, or `null` where none has been unpacked.
 */
export function findRenderer(folder: string): string | null {
  for (const current of foldersUpwards(folder)) {
    const found = rendererFolder(path.join(current, 'node_modules'));
    if (existsSync(programIn(found))) return found;
  }
  return null;
}
