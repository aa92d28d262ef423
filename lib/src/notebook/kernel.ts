/** How to find the kernel that this code runs in, if it does, and what it offers. */

/** Data of one output, by MIME type. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** What `display_data` of the Jupyter protocol carries. */
export interface DisplayMessage {
  readonly data: MimeBundle;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly transient: { readonly display_id?: string };
}

/** What the kernel offers to code in its cells. */
export interface Kernel {
  /** Sends a display to the cell whose code is running. */
  display(message: DisplayMessage, update: boolean): void;
  /**
   * Has the stop button tell `listener`, once, instead of breaking off the cell that runs. A kernel without it
   * breaks the cell off in any case.
   */
  onInterrupt?(listener: () => void): void;
}

/** Under this symbol the project's kernel (setup/kernel/services.mjs) offers what it has. */
const kernelSymbol = Symbol.for('mnist-lab.kernel');

/** The kernel this code runs in, or `null` in a plain script. */
export function findKernel(): Kernel | null {
  const own = (globalThis as { [kernelSymbol]?: Kernel })[kernelSymbol];
  return own ?? findTslab();
}

/** The parts of `tslab/dist/jupyter.js` used here. */
interface Tslab {
  /** Sends a display message to the cell that runs; `null` before the first one, and new for every cell. */
  readonly lastWriteDisplayData: Kernel['display'] | null;
}

/**
 * tslab as it comes, in a project that starts it by itself. It is looked up among the loaded modules: loading it
 * here would give a second one, connected to nothing.
 */
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
 * Sends one output to the running cell.
 *
 * @param displayId Names the output, so that it can be replaced; with `update`, replaces the one of that name.
 * @throws {Error} outside a kernel.
 */
export function sendDisplay(
  data: MimeBundle,
  metadata: Readonly<Record<string, unknown>> = {},
  { displayId, update = false }: { displayId?: string; update?: boolean } = {},
): void {
  const kernel = findKernel();
  if (!kernel) throw new Error('Nothing can be displayed outside a Jupyter kernel.');
  kernel.display({ data, metadata, transient: displayId ? { display_id: displayId } : {} }, update);
}
