import { readFileSync } from 'node:fs';
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
  /** Draws a figure and reads where its texts stand, in pixels of the figure. */
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

/** Texts of a drawn figure and the figure's size. */
export interface TextBoxes {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly {
    readonly text: string;
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  }[];
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
        document.body.innerHTML = '<div id="figure" style="width: ${width}px"></div>';
        await Plotly.newPlot('figure', ${JSON.stringify(data)}, ${JSON.stringify(layout)});
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

/** In the page: where texts stand that are seen. */
const readBoxes = `
  const figure = document.getElementById('figure').getBoundingClientRect();
  const texts = [];
  for (const element of document.querySelectorAll('#figure svg text')) {
    const { left, right, top, bottom, width } = element.getBoundingClientRect();
    if (width === 0 || element.textContent.trim() === '' || getComputedStyle(element).visibility === 'hidden') continue;
    if (Number(getComputedStyle(element).opacity) === 0) continue;
    texts.push({
      text: element.textContent,
      left: left - figure.left, right: right - figure.left, top: top - figure.top, bottom: bottom - figure.top,
    });
  }
  return { width: figure.width, height: figure.height, texts };`;

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
