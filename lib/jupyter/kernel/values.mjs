// @ts-check
/** Formats the value of a cell's last expression as text. */

import { inspect, types } from 'node:util';
import contract from '#kernel-contract';

/**
 * Displays a cell's value if the library can display it, such as a figure. Formats other values as text.
 *
 * @param {readonly unknown[] | undefined} result one value, if the cell ends with an expression
 * @returns {string | Promise<string>} its text, which is empty if it was displayed
 */
export function showResult(result) {
  const kernel = /** @type {{ [symbol: symbol]: import('#kernel-contract').Kernel | undefined }} */ (
    globalThis
  )[contract.kernelSymbol];
  const shown = result && kernel?.showResult?.(result[0]);
  return shown ? shown.then(() => '') : showValue(result);
}

/**
 * @param {readonly unknown[] | undefined} result one value, if the cell ends with an expression
 * @returns {string} empty for `undefined` and `null`
 */
export function showValue([value] = []) {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  const text = inspect(value);
  const isPending = types.isPromise(value) && text.startsWith('Promise {') && text.includes('<pending>');
  return isPending ? `${text}\nThe promise is still pending: write \`await\` before it.` : text;
}

/**
 * Hides symbol properties in the output of promises and timers. Node's context tracking, which associates
 * output with its cell, adds them.
 */
export function hideTracking() {
  const timer = setTimeout(() => {}, 0);
  const immediate = setImmediate(() => {});
  for (const tracked of [Promise.resolve(), timer, immediate]) {
    Object.defineProperty(Object.getPrototypeOf(tracked), inspect.custom, {
      configurable: true,
      value() {
        for (const symbol of Object.getOwnPropertySymbols(this))
          if (/^(async_id_symbol|trigger_async_id_symbol|kResourceStore)$/.test(symbol.description ?? ''))
            Object.defineProperty(this, symbol, { enumerable: false });
        // Return the object itself, so that it is formatted as without this method.
        return this;
      },
    });
  }
  clearTimeout(timer);
  clearImmediate(immediate);
}
