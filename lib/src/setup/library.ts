import fs from 'node:fs';
import path from 'node:path';
import { headers, pinnedPlatform, tensorflowVersion } from './pinned.js';
import { stampFits, writeStamp } from './plain/stamp.cjs';
import type { StepReport } from './progress.js';
import { downloadWheel, unpackWheel, type Workplace } from './wheel.js';

/** The folder of TensorFlow's library in tfjs-node, where the addon expects it. */
export const libraryFolder = (tfjsNode: string): string => path.join(tfjsNode, 'deps');

const stampOf = (folder: string) => path.join(folder, 'mnist-lab.json');

function libraryInputs() {
  const { tensorflow, libraries } = pinnedPlatform();
  return { wheel: tensorflow, libraries, headers };
}

function libraryFiles(folder: string): string[] {
  return [
    ...pinnedPlatform().libraries.map((name) => path.join(folder, 'lib', name)),
    ...headers.map((name) => path.join(folder, 'include', name)),
  ];
}

/** Whether TensorFlow's library is installed and complete. */
export function hasLibrary(tfjsNode: string): boolean {
  return stampFits(stampOf(libraryFolder(tfjsNode)), libraryInputs());
}

/** Removes the stamp of the library, so that the next setup downloads the wheel again. */
export function forgetLibrary(tfjsNode: string): void {
  fs.rmSync(stampOf(libraryFolder(tfjsNode)), { force: true });
}

/**
 * Installs TensorFlow's library in tfjs-node: downloads its wheel, unpacks the two shared objects and the
 * headers, and renames the folder into place. The headers stay there for later compilations of the addon.
 *
 * @returns a description of what was done
 */
export async function placeLibrary(
  tfjsNode: string,
  workplace: Workplace,
  report: StepReport,
): Promise<string> {
  const { tensorflow, libraries } = pinnedPlatform();
  const wheel = await downloadWheel(tensorflow, workplace, report);
  const unpacked = path.join(workplace.directory, 'unpacked');
  const wanted = [...libraries, ...headers.map((name) => `include/${name}`)].map(
    (name) => `tensorflow/${name}`,
  );
  await unpackWheel(wheel, unpacked, wanted, workplace, report);

  const made = path.join(workplace.directory, 'deps');
  fs.mkdirSync(path.join(made, 'lib'), { recursive: true });
  for (const name of libraries) {
    fs.renameSync(path.join(unpacked, 'tensorflow', name), path.join(made, 'lib', name));
  }
  fs.renameSync(path.join(unpacked, 'tensorflow', 'include'), path.join(made, 'include'));
  writeStamp(stampOf(made), libraryInputs(), libraryFiles(made));

  const place = libraryFolder(tfjsNode);
  if (fs.existsSync(place)) fs.renameSync(place, path.join(workplace.directory, 'replaced-deps'));
  fs.renameSync(made, place);
  fs.rmSync(wheel);
  return `TensorFlow ${tensorflowVersion} is in ${path.relative(process.cwd(), place) || place}`;
}
