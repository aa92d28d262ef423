/** The only place that knows tslab from the inside: how to find the kernel this code runs in, if it does. */

/** Data of one output, by MIME type. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** What `display_data` of the Jupyter protocol carries. */
export interface DisplayMessage {
  readonly data: MimeBundle;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly transient: { readonly display_id?: string };
}

type WriteDisplay = (message: DisplayMessage, update: boolean) => void;

/** The parts of `tslab/dist/jupyter.js` used here. */
export interface KernelModule {
  /** Sends a display message to the cell that runs; `null` before the first one. */
  lastWriteDisplayData: WriteDisplay | null;
  readonly JupyterHandlerImpl: { readonly prototype: KernelHandler };
}

/** What runs the cells. */
export interface KernelHandler {
  /** With the variables of the cells so far. */
  readonly executor: { readonly locals: Readonly<Record<string, unknown>> };
  handleExecuteImpl(request: unknown, ...writers: unknown[]): Promise<unknown>;
}

/**
 * The kernel this code runs in, or `null` in a plain script. It is looked up among the loaded modules: loading
 * tslab here would give a second one, connected to nothing.
 */
export function findKernel(): KernelModule | null {
  for (const [file, module] of Object.entries(require.cache)) {
    if (/[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(file) && module?.exports.lastWriteDisplayData) {
      return module.exports as KernelModule;
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
  // Read at call time: tslab puts a new function there for every cell.
  const write = findKernel()?.lastWriteDisplayData;
  if (!write) throw new Error('Nothing can be displayed outside a Jupyter kernel.');
  write({ data, metadata, transient: displayId ? { display_id: displayId } : {} }, update);
}
