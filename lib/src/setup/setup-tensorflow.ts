import fs from 'node:fs';
import path from 'node:path';
import { approveAddon, compileAddon, hasAddon, testTensorflow } from './addon.js';
import { forgetLibrary, hasLibrary, placeLibrary } from './library.js';
import { ensureTfjsNode, findProject, findTfjsNode, packageVersion } from './package.js';
import { tfjsNodeVersion } from './pinned.js';
import { explainFullDisk } from './plain/machine.cjs';
import { requireMachine } from './plain/requirements.cjs';
import { type OnProgress, reportStep, waitForLock } from './progress.js';
import type { Workplace } from './wheel.js';

/** Peak disk space in bytes: for the wheel and the unpacked library, and for a compiler with its headers. */
const [libraryRoom, addonRoom] = [1.5e9, 0.5e9];

export interface SetupOptions {
  /** The project that will use TensorFlow: the folder of its `package.json`, or one inside it. */
  readonly projectDirectory: string;
  readonly onProgress?: OnProgress;
  /** Interrupts the setup. The next setup resumes it. */
  readonly signal?: AbortSignal;
}

/** Whether TensorFlow is installed in a project's tfjs-node and has passed the self-test. */
export function isTensorflowReady(projectDirectory: string): boolean {
  const tfjsNode = findTfjsNode(projectDirectory);
  return (
    tfjsNode !== undefined &&
    packageVersion(tfjsNode) === tfjsNodeVersion &&
    hasLibrary(tfjsNode) &&
    hasAddon(tfjsNode)
  );
}

/** Bytes that setup still needs on a project's disk. */
export function roomNeeded(projectDirectory: string): number {
  const tfjsNode = findTfjsNode(projectDirectory);
  const isThere = tfjsNode !== undefined && packageVersion(tfjsNode) === tfjsNodeVersion;
  return (
    (isThere && hasLibrary(tfjsNode) ? 0 : libraryRoom) + (isThere && hasAddon(tfjsNode) ? 0 : addonRoom)
  );
}

function modulesFolder(projectDirectory: string): string {
  const tfjsNode = findTfjsNode(projectDirectory);
  return tfjsNode
    ? path.resolve(tfjsNode, '..', '..')
    : path.join(findProject(projectDirectory), 'node_modules');
}

/**
 * Sets up TensorFlow in a project: installs tfjs-node if it is missing, adds TensorFlow's library, compiles
 * the addon, and tests it. Completed steps are skipped. You may interrupt the setup at any point. Of two
 * concurrent setups, the second waits.
 *
 * @returns the folder of tfjs-node, and whether anything was installed
 * @throws {Error} that lists missing requirements before anything is downloaded, or explains which step
 *   failed
 *
 * @example
 * await setupTensorflow({
 *   projectDirectory: process.cwd(),
 *   onProgress: (progress) => console.log(describeProgress(progress)),
 * });
 */
export async function setupTensorflow(
  options: SetupOptions,
): Promise<{ tfjsNode: string; changed: boolean }> {
  const { projectDirectory, onProgress, signal } = options;
  const ready = () => ({ tfjsNode: findTfjsNode(projectDirectory)!, changed: false });
  const isReady = () => isTensorflowReady(projectDirectory);
  if (isReady()) return ready();

  const python = requireMachine(projectDirectory, roomNeeded(projectDirectory)).executable;
  const folder = path.join(modulesFolder(projectDirectory), '.mnist-lab');
  const lock = await waitForLock(path.join(folder, 'lock'), python, { signal, onProgress });
  const directory = path.join(folder, 'work');
  try {
    if (isReady()) return ready();
    // Remove files left over from an interrupted setup. No other process uses them while this one holds the
    // lock.
    fs.rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    fs.mkdirSync(directory, { recursive: true });
    const workplace = { directory, python, lock: lock.descriptor, signal };

    await placeTensorflow(projectDirectory, workplace, onProgress);
    return { ...ready(), changed: true };
  } catch (error) {
    throw explainFullDisk(error, projectDirectory);
  } finally {
    fs.rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    lock.release();
  }
}

async function placeTensorflow(
  projectDirectory: string,
  workplace: Workplace,
  onProgress?: OnProgress,
): Promise<void> {
  let tfjsNode = findTfjsNode(projectDirectory) ?? '';
  await reportStep('package', `looking for tfjs-node ${tfjsNodeVersion}`, onProgress, async (report) => {
    const onLine = (line: string) => report.running(`npm: ${line}`);
    tfjsNode = await ensureTfjsNode(projectDirectory, onLine, workplace);
    return `${tfjsNodeVersion} is installed`;
  });
  if (!hasLibrary(tfjsNode)) {
    await reportStep('library', 'starting', onProgress, (report) =>
      placeLibrary(tfjsNode, workplace, report),
    );
  }
  await reportStep('addon', 'compiling', onProgress, (report) => compileAddon(tfjsNode, workplace, report));
  await reportStep('check', 'multiplying two matrices', onProgress, async () => {
    try {
      const { tensorflow, tfjs } = await testTensorflow(tfjsNode, workplace.lock);
      return `TensorFlow ${tensorflow} works under TensorFlow.js ${tfjs}`;
    } catch (error) {
      forgetLibrary(tfjsNode);
      throw error;
    }
  });
  approveAddon(tfjsNode);
}
