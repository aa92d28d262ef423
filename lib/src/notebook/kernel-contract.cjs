'use strict';

/**
 * The interface between the kernel (lib/jupyter) and code in its cells, used by both. Plain JavaScript,
 * because the kernel runs before the library is compiled.
 *
 * @typedef {object} DisplayMessage content of the Jupyter protocol's `display_data`
 * @property {Readonly<Record<string, unknown>>} data one output, by MIME type
 * @property {Readonly<Record<string, unknown>>} metadata
 * @property {{ readonly display_id?: string }} transient
 *
 * @typedef {object} Kernel
 * @property {(message: DisplayMessage, update?: boolean) => void} display sends a display to the cell whose code is
 *   running. With `update`, replaces the one of the same `display_id`
 * @property {(listener: () => void) => void} [onInterrupt] makes the stop button call `listener`, once,
 *   instead of aborting the running cell. A kernel without it always aborts the cell.
 * @property {(value: unknown) => Promise<void> | undefined} [showResult] set by the library: displays the
 *   value of a cell's last expression, or returns `undefined` to have it printed
 */

/** The property of `globalThis` that holds the `Kernel`. */
const kernelSymbol = Symbol.for('mnist-lab.kernel');

module.exports = { kernelSymbol };
