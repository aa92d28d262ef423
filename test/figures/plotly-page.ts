import { readFileSync } from 'node:fs';
import { type Figure, plotlyConfig } from '../../lib/src/figures/figure.js';
import { type Browser, startBrowser } from '../../lib/src/notebook/browser/browser.js';
import { browserPrograms } from '../../lib/src/notebook/browser/programs.js';
import { figureSize, readBoxes, readColours } from './page-scripts.js';

/** plotly.js in a real browser. */
export interface PlotlyPage {
  /** The faults that Plotly finds in a figure. Empty if it is valid. */
  validate(figure: Figure): Promise<string[]>;
  /** Draws a figure and reads its visible text. */
  textOf(figure: Figure, width: number): Promise<string[]>;
  /** Draws a figure as lessons and pages do, and reads the actions of its toolbar buttons. */
  buttonsOf(figure: Figure): Promise<string[]>;
  /** Draws a figure as a page of a theme does, and reads the colours of its texts and graphics. */
  coloursOf(figure: Figure, css: string, theme: 'light' | 'dark'): Promise<DrawnColour[]>;
  /** Draws a figure as a lesson's page of this width does, and reads the positions of its texts. */
  textBoxesOf(figure: Figure, width: number): Promise<TextBoxes>;
  close(): void;
}

/** A visible colour. */
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
