import fs from 'node:fs';
import path from 'node:path';
import { chromiumPackageName, findChromiumPackage, installedBrowsers } from '../system/browsers.js';
import { findRenderer, rendererCommand, rendererFolder, rendererVersion } from '../system/packed-renderer.js';
import { pinnedPlatform } from './pinned.js';
import { run } from './plain/run.cjs';
import { stampFits, writeStamp } from './plain/stamp.cjs';
import type { StepReport } from './progress.js';
import { downloadWheel, unpackWheel, type Workplace } from './wheel.js';

/** All of the wheel but its typesetter of formulas, which no figure has. */
const parts = ['bin/', 'lib/', 'js/', 'etc/fonts/', 'xdg/', 'LICENSE.txt', 'CREDITS.html'];

const stampOf = (modules: string) => `${rendererFolder(modules)}.json`;

// How it is started belongs to it: one that did not start may do so with other parameters.
const rendererInputs = () => ({
  wheel: pinnedPlatform().renderer,
  parts,
  parameters: rendererCommand('/', '/').parameters,
});

/** What would draw still pictures here, in words; `null` if nothing would. `MNIST_LAB_BROWSER` comes first. */
export function describeRenderer(): string | null {
  const { MNIST_LAB_BROWSER: wanted } = process.env;
  if (wanted === 'none') return null;
  if (wanted && wanted !== 'bundled') return wanted;
  const [installed] = wanted ? [] : installedBrowsers();
  const isPacked = findRenderer(__dirname) !== null;
  return (
    installed ??
    (findChromiumPackage() && chromiumPackageName) ??
    (isPacked ? `kaleido ${rendererVersion}` : null)
  );
}

/** Whether this machine draws still pictures without a renderer of ours: it has a browser, or a package with one. */
export const hasRenderer = (): boolean => findChromiumPackage() !== null || installedBrowsers().length > 0;

/** Whether a renderer was unpacked into a `node_modules`, or was found not to run on this machine. */
export const isRendererSettled = (modules: string): boolean => stampFits(stampOf(modules), rendererInputs());

/** Whether a renderer that starts here was unpacked into a `node_modules`. */
export const hasPackedRenderer = (modules: string): boolean =>
  isRendererSettled(modules) && fs.existsSync(rendererFolder(modules));

/**
 * Downloads the wheel of a renderer, unpacks it into a `node_modules` and starts it once. One that cannot be
 * fetched or does not start is done without: nobody should be kept from working by the lack of pictures.
 *
 * @returns what was done, in words
 */
export async function placeRenderer(
  modules: string,
  workplace: Workplace,
  report: StepReport,
): Promise<string> {
  let wheel: string;
  try {
    wheel = await downloadWheel(pinnedPlatform().renderer, workplace, report);
  } catch (error) {
    workplace.signal?.throwIfAborted();
    return `none this time. ${(error as Error).message}`;
  }
  const unpacked = path.join(workplace.directory, 'renderer');
  const executable = path.join('kaleido', 'executable');
  const wanted = parts.map((part) => path.posix.join(executable, part));
  await unpackWheel(wheel, unpacked, wanted, workplace, report);
  const made = path.join(unpacked, executable);
  const failure = await tryRenderer(made, workplace);
  const place = rendererFolder(modules);
  fs.mkdirSync(path.dirname(place), { recursive: true });
  fs.rmSync(place, { recursive: true, force: true });
  if (failure) {
    settleWithoutRenderer(modules);
    return `none, as kaleido ${rendererVersion} does not start here; install Chrome, Chromium or Edge for them. ${failure}`;
  }
  fs.renameSync(made, place);
  writeStamp(stampOf(modules), rendererInputs(), [rendererCommand(place, '').program]);
  return `kaleido ${rendererVersion} draws them`;
}

/** Keeps that the renderer does not start on this machine, so that not every set-up tries again. */
export function settleWithoutRenderer(modules: string): void {
  writeStamp(stampOf(modules), rendererInputs(), []);
}

/** @returns what keeps it from starting, if anything does. */
async function tryRenderer(folder: string, { lock, signal }: Workplace): Promise<string | undefined> {
  const empty = path.join(folder, 'empty.js');
  fs.writeFileSync(empty, '');
  const { program, parameters, environment } = rendererCommand(folder, empty);
  fs.chmodSync(program, 0o755);
  try {
    // It ends by itself, since nobody asks it for anything.
    const answer = await run(program, parameters, { cwd: folder, env: environment, lock, signal });
    return JSON.parse(answer.split('\n')[0] ?? '').code === 0 ? undefined : answer;
  } catch (error) {
    signal?.throwIfAborted();
    return (error as Error).message;
  } finally {
    fs.rmSync(empty);
  }
}
