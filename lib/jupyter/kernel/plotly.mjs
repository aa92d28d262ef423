// @ts-check
/** Stands in for plotly.js in cells: the package itself needs a browser's document, which Node lacks. */

import contract from '#kernel-contract';

const names = /^plotly\.js(-[a-z0-9-]+)?(-min)?$/;

/** Whether a package is a bundle of plotly.js. @param {string} id */
export const isPlotly = (id) => names.test(id);

/**
 * Shows a chart below the running cell.
 *
 * @param {unknown} _place an element or its id, which cells do not have
 * @param {unknown} data traces, or `{ data, layout }`
 * @param {object} [layout]
 */
async function newPlot(_place, data, layout = {}) {
  const chart = Array.isArray(data) ? { data, layout } : data;
  const kernel = /** @type {{ [symbol: symbol]: import('#kernel-contract').Kernel | undefined }} */ (
    globalThis
  )[contract.kernelSymbol];
  // If the library is loaded, it shows the chart with a PNG and a description.
  const shown = kernel?.showResult?.(chart);
  if (shown) return shown;
  const output = { 'application/vnd.plotly.v1+json': chart, 'text/plain': 'A chart.' };
  kernel?.display({ data: output, metadata: {}, transient: {} });
}

/** The functions that draw. All others throw. @type {Record<string | symbol, unknown>} */
export const plotly = new Proxy(
  { newPlot, react: newPlot },
  {
    get(functions, name, proxy) {
      if (name === 'default') return proxy;
      if (typeof name === 'symbol' || name in functions || name === '__esModule' || name === 'then')
        return Reflect.get(functions, name);
      return () => {
        throw new TypeError(
          `Plotly.${name}() needs a browser, and cells run in Node. Show a chart with Plotly.newPlot('chart', data, layout), or with show({ data, layout }) of mnist-lab/notebook.`,
        );
      };
    },
  },
);
