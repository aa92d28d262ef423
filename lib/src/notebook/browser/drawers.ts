import { findRenderer } from '../../system/packed-renderer.js';
import { startBrowserDrawer } from './browser-drawer.js';
import type { Drawer } from './drawer.js';
import { startPackedDrawer } from './packed-drawer.js';
import { browserPrograms } from './programs.js';

/**
 * What this machine can draw with, in the order in which it is tried: its browsers, then the renderer that
 * `mnist-lab setup --pictures` unpacks. Where `MNIST_LAB_BROWSER` names a browser, or none, that alone counts.
 *
 * @returns how to start each.
 * @throws {Error} if the variable names no program, or a packed browser cannot be unpacked.
 */
export async function* drawers(): AsyncGenerator<() => Promise<Drawer>> {
  for await (const program of browserPrograms()) yield () => startBrowserDrawer(program);
  const { MNIST_LAB_BROWSER: wanted } = process.env;
  const renderer = wanted && wanted !== 'bundled' ? null : findRenderer(__dirname);
  if (renderer) yield () => startPackedDrawer(renderer);
}
