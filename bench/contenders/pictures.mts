/**
 * Milliseconds to draw charts as PNG at the size that notebooks use, and at twice the pixels, `drawFigure`'s
 * default. The time of the first chart includes the start of the browser and the loading of plotly.js.
 */
import {
  classCountsFigure,
  closeBrowser,
  drawFigure,
  type Figure,
  intensityHistogramFigure,
  meanImagesFigure,
  sampleGridFigure,
} from 'mnist-lab/notebook';
import { readTask } from './contender.mjs';

const { dataset, test } = await readTask();
const figures: Figure[] = [
  classCountsFigure(dataset, test),
  sampleGridFigure(dataset),
  meanImagesFigure(dataset),
  intensityHistogramFigure(dataset),
];
const draw = async (figure: Figure, pixelRatio = 1) => {
  const started = performance.now();
  await drawFigure(figure, { pixelRatio });
  return performance.now() - started;
};
const firstPicture = await draw(figures[0]!);
const ordinary = await drawAll(1);
const crisp = await drawAll(2);
await closeBrowser();
console.log(
  JSON.stringify({
    firstPicture,
    medianPicture: median(ordinary),
    longestPicture: Math.max(...ordinary),
    medianCrispPicture: median(crisp),
  }),
);

async function drawAll(pixelRatio: number): Promise<number[]> {
  // Draw each figure once without measuring: a page takes longer to draw a kind of trace for the first time.
  for (const figure of figures) await draw(figure, pixelRatio);
  const times: number[] = [];
  for (let round = 0; round < 5; round++)
    for (const figure of figures) times.push(await draw(figure, pixelRatio));
  return times;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1]!;
}
