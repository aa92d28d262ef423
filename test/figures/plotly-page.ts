import { readFileSync } from 'node:fs';
import { type Figure, plotlyConfig } from '../../lib/src/figures/figure.js';
import { type Browser, startBrowser } from '../../lib/src/notebook/browser/browser.js';
import { browserPrograms } from '../../lib/src/notebook/browser/programs.js';
import { figureSizeScript, readBoxes, readColours } from './page-scripts.js';

/** plotly.js in a real browser. */
export interface PlotlyPage {
  /** Draws a figure as lessons and pages do, at this width. */
  draw(figure: Figure, width: number): Promise<DrawnFigure>;
  /** Draws a figure once, and reads the colours of its texts and graphics on pages with each of these styles. */
  coloursOf(figure: Figure, styles: readonly PageStyle[]): Promise<DrawnColour[][]>;
  /** Draws a figure as a lesson's page of this width does, and reads the positions of its texts. */
  textBoxesOf(figure: Figure, width: number): Promise<TextBoxes>;
  close(): void;
}

/** A drawn figure: its visible content, and the faults found by Plotly. */
export interface DrawnFigure {
  /** The faults that Plotly finds. The list is empty if the figure is valid. */
  readonly faults: readonly string[];
  readonly texts: readonly string[];
  /** The actions of its toolbar buttons. */
  readonly buttons: readonly string[];
}

/** The style sheet of a page, and the theme that its reader prefers. */
export interface PageStyle {
  readonly css: string;
  readonly theme: 'light' | 'dark';
}

export interface DrawnColour {
  readonly kind: 'text' | 'mark';
  /** `#rrggbb` */
  readonly colour: string;
  /** The background, if it is not that of the page. */
  readonly on?: string;
  readonly text: string;
}

/** A line of text with its corners, clockwise, in pixels from the figure's upper left corner. */
export interface DrawnText {
  readonly text: string;
  readonly corners: readonly (readonly [x: number, y: number])[];
}

/** Texts of a drawn figure and the size of the figure. */
export interface TextBoxes {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly DrawnText[];
}

/** Opens a page with plotly.js in the first browser that starts, as the library does. */
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
    draw: async (figure, width) =>
      (await evaluate(`(async () => {
        const { data, layout } = ${literal(figure)};
        const faults = (Plotly.validate(data, layout) || []).map((found) => found.msg);
        document.body.innerHTML = '<div id="figure" style="width: ${width}px"></div>';
        await Plotly.newPlot('figure', data, layout, ${JSON.stringify(plotlyConfig)});
        const all = (selector) => [...document.querySelectorAll('#figure ' + selector)];
        return {
          faults,
          texts: all('text').map((element) => element.textContent),
          buttons: all('.modebar-btn').map((button) => button.dataset.title),
        };
      })()`)) as DrawnFigure,
    coloursOf: async (figure, styles) => {
      await evaluate(`(async () => {
        const { data, layout } = ${literal(figure)};
        document.body.innerHTML = '<style></style><div class="plot"><div id="figure" style="width: 700px"></div></div>';
        await Plotly.newPlot('figure', data, layout);
      })()`);
      const colours: DrawnColour[][] = [];
      for (const { css, theme } of styles) {
        await browser.page('Emulation.setEmulatedMedia', {
          features: [{ name: 'prefers-color-scheme', value: theme }],
        });
        const read = await evaluate(`(() => {
          document.querySelector('style').textContent = ${JSON.stringify(css)};
          ${readColours}
        })()`);
        colours.push(read as DrawnColour[]);
      }
      return colours;
    },
    textBoxesOf: async (figure, width) =>
      (await evaluate(`(async () => {
        ${figureSizeScript}
        const { data, layout } = ${literal(figure)};
        const size = sizeIn(layout, ${width});
        document.body.innerHTML = '<div id="figure" style="width: ' + size.width + 'px"></div>';
        await Plotly.newPlot('figure', data, { ...layout, ...size, autosize: false });
        ${readBoxes}
      })()`)) as TextBoxes,
    close: () => {
      browser.close();
    },
  };
}

/** Data and layout of a figure in a script. Browsers read long texts faster than long object literals. */
function literal({ data, layout }: Figure): string {
  return `JSON.parse(${JSON.stringify(JSON.stringify({ data, layout }))})`;
}

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
