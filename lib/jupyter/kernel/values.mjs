// @ts-check
/** The value that a cell ends with, as text. */

import { inspect, types } from 'node:util';
import contract from '#kernel-contract';

/**
 * Shows the value of a cell by the library if that offers to, such as a figure.
 *
 * @param {readonly unknown[] | undefined} result one value, if a cell ends with one
 * @returns {string | Promise<string>} its text, which is empty if it was shown
 */
export function showResult(result) {
  const kernel = /** @type {{ [symbol: symbol]: import('#kernel-contract').Kernel | undefined }} */ (
    globalThis
  )[contract.kernelSymbol];
  const shown = result && kernel?.showResult?.(result[0]);
  return shown ? shown.then(() => '') : showValue(result);
}

/** @param {readonly unknown[] | undefined} result one value, if a cell ends with one @returns {string} nothing for `undefined` and `null` */
export function showValue([value] = []) {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  const text = inspect(value);
  const isPending = types.isPromise(value) && text.startsWith('Promise {') && text.includes('<pending>');
  return isPending ? `${text}\nIts value is not there yet: write \`await\` before it.` : text;
}

/**
 * Has promises and timers be shown without what Node's context tracking, by which output finds its cell, adds to them:
 * symbols, under which the cell stands.
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
        // Itself: shown as it would be without this method.
        return this;
      },
    });
  }
  clearTimeout(timer);
  clearImmediate(immediate);
}
