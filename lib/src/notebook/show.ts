import { type Figure, type PlotlyFigure, plotlyConfig } from '../figures/figure.js';
import { escapeHtml } from '../text/escape.js';
import { countOf } from '../text/format.js';
import { drawFigure, NoBrowserError, type Picture } from './browser/picture.js';
import { findKernel, sendDisplay, showResultsWith } from './kernel.js';
import { type Table, type TableContent, tableContent, tableToHtml, tableToText } from './table.js';

/** Items accepted by {@link show}: a figure, Plotly's `{ data, layout }`, a danfojs `DataFrame`, or text. */
export type Showable = Figure | PlotlyFigure | Table | string;

let hinted = false;

/**
 * Shows figures, data frames and text in the notebook, each as one output. Await it to keep outputs in order.
 *
 * A figure becomes an interactive plot, a PNG for viewers without scripts, and its description as text. A
 * data frame becomes an HTML table and a plain one. Text is escaped, never interpreted as HTML. Outside a
 * kernel, the plain text of each is written to standard output.
 *
 * A figure or data frame in the last line of a cell is shown without a call.
 *
 * @throws {TypeError} if an item is none of these.
 * @throws {Error} if plotly.js rejects a figure. Without a browser, figures have no PNG, and a line of
 *   output reports it once.
 * @example
 * await show(classCountsFigure(dataset.train), historyTable(history));
 */
export async function show(...items: readonly Showable[]): Promise<void> {
  for (const item of items) {
    if (typeof item === 'string') showText(item);
    else if (isFigure(item)) await showFigure(item);
    else {
      const table = tableContent(item);
      if (table) showTable(table);
      else if (isPlotlyFigure(item)) await showFigure(described(item));
      else refuse(item);
    }
  }
}

// Of all tables, only those of danfojs are shown without a call. Other values with the fields of a table may be
// ordinary objects.
showResultsWith((value) => {
  const isFrame = typeof value === 'object' && value !== null && '$columns' in value && '$data' in value;
  return isFrame || isFigure(value) || isPlotlyFigure(value) ? show(value as Showable) : undefined;
});

function showText(text: string): void {
  const paragraphs = text
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${escapeHtml(paragraph).replace(/\n/g, '<br>')}</p>`);
  showPlain(text, paragraphs.join('\n'));
}

function showTable(table: TableContent): void {
  showPlain(tableToText(table), tableToHtml(table), { mnist_lab: { table: table.columns.join(', ') } });
}

function showPlain(text: string, html: string, metadata = {}): void {
  if (findKernel()) sendDisplay({ 'text/html': html, 'text/plain': text }, metadata);
  else print(text);
}

async function showFigure(figure: Figure): Promise<void> {
  if (!findKernel()) return print(`${figure.name && `${figure.name}: `}${figure.description}`);
  const plain: Figure = {
    ...figure,
    data: plainJson(figure.data) as Figure['data'],
    layout: plainJson(figure.layout) as Figure['layout'],
  };
  const picture = await drawOrHint(plain);
  sendDisplay(
    {
      'application/vnd.plotly.v1+json': { data: plain.data, layout: plain.layout, config: plotlyConfig },
      ...(picture && { 'image/png': picture.png.toString('base64') }),
      'text/plain': figure.description,
    },
    {
      mnist_lab: { ...(figure.name && { figure: figure.name }), ...(!picture && { undrawn: true }) },
      ...(picture && {
        'image/png': { width: picture.width, height: picture.height, alt: figure.description },
      }),
    },
  );
}

async function drawOrHint(figure: Figure): Promise<Picture | null> {
  try {
    // JupyterLab shows the PNG at its pixel size until the figure is interactive. A PNG of twice the size
    // would be cropped.
    return await drawFigure(figure, { pixelRatio: 1 });
  } catch (error) {
    if (!(error instanceof NoBrowserError)) throw error;
    if (!hinted && process.env.MNIST_LAB_BROWSER !== 'none') print(error.message);
    hinted = true;
    return null;
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function isFigure(item: unknown): item is Figure {
  const figure = item as Partial<Figure> | null;
  return typeof figure?.name === 'string' && Array.isArray(figure.data) && typeof figure.layout === 'object';
}

/**
 * Whether an item is `{ data, layout }` for Plotly. As in Plotly, a trace may lack a type, but then it must
 * have data such as `x`, because an array of other objects is not a figure.
 */
function isPlotlyFigure(item: unknown): item is PlotlyFigure {
  if (typeof item !== 'object' || item === null) return false;
  const { data, layout = {} } = item as Partial<Figure>;
  const isTrace = (trace: unknown) =>
    typeof trace === 'object' &&
    trace !== null &&
    ['type', 'x', 'y', 'z', 'values'].some((key) => key in trace);
  return Array.isArray(data) && data.length > 0 && data.every(isTrace) && typeof layout === 'object';
}

function described({ data, layout = {}, name = '', description }: PlotlyFigure): Figure {
  const { title } = layout as { readonly title?: string | { readonly text?: string } };
  const text = typeof title === 'string' ? title : title?.text;
  return {
    name,
    description: description ?? text ?? `A chart of ${countOf(data.length, 'trace')}.`,
    data,
    layout,
  };
}

function refuse(item: unknown): never {
  const remedy =
    item instanceof Promise ? 'Await it first.' : 'For a chart, give { data, layout } as Plotly has them.';
  throw new TypeError(
    `Showing a value: expected a figure, a data frame or text but found ${kind(item)}. ${remedy}`,
  );
}

function kind(item: unknown): string {
  if (item === null || typeof item !== 'object') return String(item);
  if (item instanceof Promise) return 'a promise';
  return `an object with the fields ${Object.keys(item).join(', ') || '(none)'}`;
}

/** Significant digits of plotted numbers: more than a screen can show, in a third of the bytes. */
const shownDigits = 6;

/**
 * A copy as JSON for Plotly: typed arrays as arrays, fractions with six significant digits, and `null` for NaN
 * and infinity.
 */
export function plainJson(value: unknown): unknown {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return null;
    return Number.isInteger(value) ? value : Number(value.toPrecision(shownDigits));
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Array.from(value as unknown as ArrayLike<number>, plainJson);
  }
  if (Array.isArray(value)) return value.map(plainJson);
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plainJson(inner)]));
  }
  return value;
}
