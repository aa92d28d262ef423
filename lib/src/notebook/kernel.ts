import { type Kernel, kernelSymbol } from './kernel-contract.cjs';

/** The kernel this code runs in, or `null` in a script. */
export function findKernel(): Kernel | null {
  const own = (globalThis as { [kernelSymbol]?: Kernel })[kernelSymbol];
  return own ?? findTslab();
}

/**
 * Makes the kernel use the library to display the value of a cell's last expression.
 *
 * @param show Returns `undefined` for a value to be printed as usual.
 */
export function showResultsWith(show: (value: unknown) => Promise<void> | undefined): void {
  const own = (globalThis as { [kernelSymbol]?: Kernel })[kernelSymbol];
  if (own) own.showResult = show;
}

interface Tslab {
  /**
   * Sends a display message to the running cell. This function is `null` before the first cell, and new for
   * every cell.
   */
  readonly lastWriteDisplayData: Kernel['display'] | null;
}

/** Finds the stock tslab kernel among the loaded modules. A second copy would have no connection to Jupyter. */
function findTslab(): Kernel | null {
  for (const [file, module] of Object.entries(require.cache)) {
    if (!/[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(file)) continue;
    const tslab = module?.exports as Tslab | undefined;
    if (tslab?.lastWriteDisplayData) {
      return { display: (message, update) => tslab.lastWriteDisplayData?.(message, update) };
    }
  }
  return null;
}

/**
 * Sends one output to the running cell. With `update`, it replaces the output with the same `displayId`.
 *
 * @throws {Error} outside a kernel.
 */
export function sendDisplay(
  data: Readonly<Record<string, unknown>>,
  metadata: Readonly<Record<string, unknown>>,
  { displayId, update = false }: { displayId?: string; update?: boolean } = {},
): void {
  const kernel = findKernel();
  if (!kernel) throw new Error('Nothing can be displayed outside a Jupyter kernel.');
  kernel.display({ data, metadata, transient: displayId ? { display_id: displayId } : {} }, update);
}
