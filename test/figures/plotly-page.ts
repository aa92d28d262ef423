import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Figure } from '../../lib/src/figures/figure.js';
import { plotlyConfig } from '../../lib/src/figures/plotly-config.js';
import { type Browser, startBrowser } from '../../lib/src/notebook/browser/browser.js';
import { browserPrograms } from '../../lib/src/notebook/browser/programs.js';

/** plotly.js in a real browser. */
export interface PlotlyPage {
  /** What Plotly says against a figure; nothing if it is valid. */
  validate(figure: Figure): Promise<string[]>;
  /** Draws a figure and reads the text that is on the page. */
  textOf(figure: Figure, width: number): Promise<string[]>;
  /** Draws a figure as lessons and pages do, and reads what the buttons of its bar do. */
  buttonsOf(figure: Figure): Promise<string[]>;
  /** Draws a figure as a page of a theme does, and reads the colours of its texts and of what it is read by. */
  coloursOf(figure: Figure, css: string, theme: 'light' | 'dark'): Promise<DrawnColour[]>;
  /** Draws a figure as a lesson's page does that has so much room for it, and reads where its texts stand. */
  textBoxesOf(figure: Figure, width: number): Promise<TextBoxes>;
  close(): void;
}

/** A colour that was drawn. */
export interface DrawnColour {
  readonly kind: 'text' | 'mark';
  /** `#rrggbb` */
  readonly colour: string;
  /** What it stands on, where that is not the page. */
  readonly on?: string;
  readonly text: string;
}

/** A line of text with its corners, clockwise, in pixels from the figure's upper left corner. */
export interface DrawnText {
  readonly text: string;
  readonly corners: readonly (readonly [x: number, y: number])[];
}

/** Texts of a drawn figure and the figure's size. */
export interface TextBoxes {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly DrawnText[];
}

/** Opens a page with plotly.js in the first browser that starts, as the library itself does. */
export async function openPlotlyPage(): Promise<PlotlyPage> {
  const browser = await startAny();
  const evaluate = async (expression: string): Promise<unknown> => {
    const answer = await browser.page('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (answer.exceptionDetails) throw new Error(JSON.stringify(answer.exceptionDetails));
    return (answer.result as { value?: unknown }).value;
  };
  const script = require.resolve('plotly.js-dist');
  await evaluate(`${readFileSync(script, 'utf8')};undefined`);
  return {
    validate: async ({ data, layout }) =>
      (await evaluate(
        `(Plotly.validate(${JSON.stringify(data)}, ${JSON.stringify(layout)}) || []).map((found) => found.msg)`,
      )) as string[],
    textOf: async ({ data, layout }, width) =>
      (await evaluate(`(async () => {
        document.body.innerHTML = '<div id="figure" style="width: ${width}px"></div>';
        await Plotly.newPlot('figure', ${JSON.stringify(data)}, ${JSON.stringify(layout)});
        return [...document.querySelectorAll('#figure text')].map((element) => element.textContent);
      })()`)) as string[],
    buttonsOf: async ({ data, layout }) =>
      (await evaluate(`(async () => {
        document.body.innerHTML = '<div id="figure" style="width: 700px"></div>';
        const config = ${JSON.stringify(plotlyConfig)};
        await Plotly.newPlot('figure', ${JSON.stringify(data)}, ${JSON.stringify(layout)}, config);
        return [...document.querySelectorAll('#figure .modebar-btn')].map((button) => button.dataset.title);
      })()`)) as string[],
    coloursOf: async ({ data, layout }, css, theme) => {
      await browser.page('Emulation.setEmulatedMedia', {
        features: [{ name: 'prefers-color-scheme', value: theme }],
      });
      return (await evaluate(`(async () => {
        document.body.innerHTML = '<style></style><div class="plot"><div id="figure" style="width: 700px"></div></div>';
        document.querySelector('style').textContent = ${JSON.stringify(css)};
        await Plotly.newPlot('figure', ${JSON.stringify(data)}, ${JSON.stringify(layout)});
        ${readColours}
      })()`)) as DrawnColour[];
    },
    textBoxesOf: async ({ data, layout }, width) =>
      (await evaluate(`(async () => {
        ${figureSize}
        const layout = ${JSON.stringify(layout)};
        const size = sizeIn(layout, ${width});
        document.body.innerHTML = '<div id="figure" style="width: ' + size.width + 'px"></div>';
        await Plotly.newPlot('figure', ${JSON.stringify(data)}, { ...layout, ...size, autosize: false });
        ${readBoxes}
      })()`)) as TextBoxes,
    close: () => {
      browser.close();
    },
  };
}

/** In the page: colours of what is seen; what lies on a label's or an image's own ground says so. */
const readColours = `
  const hex = (value) => {
    const found = /^rgba?\\((\\d+), (\\d+), (\\d+)(?:, ([\\d.]+))?\\)$/.exec(value);
    if (!found || (found[4] !== undefined && Number(found[4]) < 0.5)) return undefined;
    return '#' + found.slice(1, 4).map((part) => Number(part).toString(16).padStart(2, '0')).join('');
  };
  const isSeen = (element) => {
    for (let at = element; at && at.id !== 'figure'; at = at.parentElement) {
      const { opacity, display, visibility } = getComputedStyle(at);
      if (Number(opacity) < 0.2 || display === 'none' || visibility === 'hidden') return false;
    }
    return element.getBoundingClientRect().width > 0;
  };
  const found = [];
  for (const element of document.querySelectorAll('#figure svg text')) {
    if (!isSeen(element) || element.textContent.trim() === '') continue;
    for (const part of [element, ...element.querySelectorAll('tspan')]) {
      const colour = hex(getComputedStyle(part).fill);
      const ground = element.closest('.annotation')?.querySelector('.bg');
      const isFilled = ground && Number(getComputedStyle(ground).fillOpacity) > 0.5;
      const on = isFilled ? hex(getComputedStyle(ground).fill) : undefined;
      // White is for grounds that a figure brings along: labels, images, strong bars.
      if (colour && colour !== '#ffffff') found.push({ kind: 'text', colour, on, text: element.textContent });
    }
  }
  for (const element of document.querySelectorAll('#figure .points path, #figure .js-line, #figure .bars path')) {
    if (!isSeen(element)) continue;
    const style = getComputedStyle(element);
    const colours = [];
    if (style.fill !== 'none' && Number(style.fillOpacity) > 0.5) colours.push(hex(style.fill));
    if (style.stroke !== 'none' && Number.parseFloat(style.strokeWidth) > 0) colours.push(hex(style.stroke));
    const own = colours.filter(Boolean);
    if (own.length > 0) found.push({ kind: 'mark', colour: own.at(-1), text: element.parentElement.getAttribute('class') ?? '' });
  }
  return found;`;

/** How large a page makes a figure. */
const figureSize = readFileSync(
  path.join(__dirname, '..', '..', 'scripts', 'report', 'template', 'figure-size.js'),
  'utf8',
);

/** In the page: the corners of each line of text that is seen. */
const readBoxes = `
  const { left, top, width, height } = document.querySelector('#figure .main-svg').getBoundingClientRect();
  const texts = [];
  for (const element of document.querySelectorAll('#figure svg text')) {
    const { visibility, opacity } = getComputedStyle(element);
    if (visibility === 'hidden' || Number(opacity) === 0) continue;
    const spans = element.querySelectorAll('tspan.line');
    for (const line of spans.length > 0 ? spans : [element]) {
      if (line.textContent.trim() === '') continue;
      const box = letters(line);
      const matrix = element.getScreenCTM();
      const corner = (x, y) => {
        const at = new DOMPoint(x, y).matrixTransform(matrix);
        return [at.x - left, at.y - top];
      };
      const corners = [
        corner(box.x, box.y), corner(box.x + box.width, box.y),
        corner(box.x + box.width, box.y + box.height), corner(box.x, box.y + box.height),
      ];
      texts.push({ text: line.textContent, corners });
    }
  }
  return { width, height, texts };

  // The letters of one line, of which an element may have several, without the room above and below them.
  function letters(line) {
    const [first, last] = [line.getStartPositionOfChar(0), line.getEndPositionOfChar(line.getNumberOfChars() - 1)];
    const size = Number.parseFloat(getComputedStyle(line).fontSize);
    return { x: first.x, y: first.y - 0.72 * size, width: last.x - first.x, height: 0.85 * size };
  }`;

async function startAny(): Promise<Browser> {
  let failure: unknown = new Error('No browser was found to check figures with; install Chromium.');
  for await (const program of browserPrograms()) {
    try {
      return await startBrowser(program);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
