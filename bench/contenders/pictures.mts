/** Milliseconds that pictures of figures take, the browser's start and the loading of plotly.js in the first. */
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
const draw = async (figure: Figure) => {
  const started = performance.now();
  await drawFigure(figure);
  return performance.now() - started;
};
const firstPicture = await draw(figures[0]!);
// Each once more than is counted: a kind of trace takes longer when a page draws it for the first time.
for (const figure of figures) await draw(figure);
const times: number[] = [];
for (let round = 0; round < 5; round++) for (const figure of figures) times.push(await draw(figure));
await closeBrowser();
times.sort((a, b) => a - b);
console.log(
  JSON.stringify({ firstPicture, medianPicture: times[times.length >> 1], longestPicture: times.at(-1) }),
);
