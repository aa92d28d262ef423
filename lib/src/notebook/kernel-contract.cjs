'use strict';

/**
 * What the kernel (lib/jupyter) offers to code in its cells, and where that code finds it: read at both ends. Plain
 * JavaScript, because the kernel runs before the library is compiled.
 *
 * @typedef {object} DisplayMessage what `display_data` of the Jupyter protocol carries
 * @property {Readonly<Record<string, unknown>>} data one output, by MIME type
 * @property {Readonly<Record<string, unknown>>} metadata
 * @property {{ readonly display_id?: string }} transient
 *
 * @typedef {object} Kernel
 * @property {(message: DisplayMessage, update?: boolean) => void} display sends a display to the cell whose code is
 *   running; with `update`, replaces the one of the same `display_id`
 * @property {(listener: () => void) => void} [onInterrupt] has the stop button call `listener`, once, instead of ending
 *   the running cell. A kernel without it ends the cell in any case.
 * @property {(value: unknown) => Promise<void> | undefined} [showResult] set by the library: shows the value that a cell
 *   ends with, or returns `undefined` if it is to be printed
 */

/** The property of `globalThis` that holds the `Kernel`. */
const kernelSymbol = Symbol.for('mnist-lab.kernel');

module.exports = { kernelSymbol };
