import { accent, colourWords, plainColour, wrongColour } from '../colours/palette.js';
import type { Dataset } from '../datasets/dataset.js';
import { imageAt } from '../datasets/image-at.js';
import { countOf, formatCount, formatProbability } from '../text/format.js';
import { greyPalette } from './colours.js';
import type { Figure } from './figure.js';
import { checkEvaluated, type Predictions } from './pixels.js';
import { pngAddress } from './png.js';
import { escapeText, short } from './text.js';
import { figureLayout, hiddenAxis } from './theme.js';

/** Options of {@link predictionsFigure}. */
export interface PredictionsOptions {
  /** Positions in the dataset. Defaults to the first 6. */
  readonly indices?: readonly number[];
  /** Number of classes per image, the most probable first. Defaults to 3. */
  readonly classes?: number;
}

/**
 * Images next to the probabilities of their most probable classes. The true class, a wrong prediction and
 * other classes have different colours.
 *
 * @throws {RangeError} if the evaluation is for another dataset.
 *
 * @example
 * const figure = predictionsFigure(dataset.test, evaluation);
 */
export function predictionsFigure(
  dataset: Dataset,
  evaluation: Predictions,
  { indices = [0, 1, 2, 3, 4, 5].slice(0, dataset.count), classes = 3 }: PredictionsOptions = {},
): Figure {
  checkEvaluated(dataset, evaluation);
  const { labels, predictions, classNames } = evaluation;
  const sources = indices.map((index) => enlarged(imageAt(dataset, index), dataset.rows, dataset.columns));
  const perImage = Math.min(classes, classNames.length);
  const pitch = perImage + 1;
  const bars = indices.flatMap((index, at) =>
    mostLikely(evaluation, index, perImage).map(({ classIndex, probability }, rank) => ({
      index,
      y: at * pitch + rank + 0.5,
      label: `${classNames[classIndex]} ${formatProbability(probability)}`,
      name: escapeText(classNames[classIndex]!),
      probability,
      colour:
        classIndex === labels[index]
          ? accent.anywhere
          : classIndex === predictions[index]
            ? wrongColour
            : plainColour,
    })),
  );
  const right = indices.filter((index) => labels[index] === predictions[index]).length;
  const told = indices.map((index) => {
    const { classIndex, probability } = mostLikely(evaluation, index, 1)[0]!;
    return `${classNames[labels[index]!]} predicted as ${classNames[classIndex]} with ${formatProbability(probability)}`;
  });
  return {
    name: 'predictions',
    description: `${countOf(indices.length, 'prediction')}, ${right} correct: ${told.join('; ')}.`,
    data: [
      {
        type: 'bar',
        orientation: 'h',
        x: bars.map(({ probability }) => short(probability)),
        y: bars.map(({ y }) => y),
        width: 0.8,
        marker: { color: bars.map(({ colour }) => colour) },
        text: bars.map(
          ({ name, probability }) => `<b>${name}</b> ${escapeText(formatProbability(probability))}`,
        ),
        textposition: 'outside',
        cliponaxis: false,
        customdata: bars.map(
          ({ index }) => `image ${formatCount(index)}, true class ${escapeText(classNames[labels[index]!]!)}`,
        ),
        hovertemplate: '%{text}<br>%{customdata}<extra></extra>',
      },
    ],
    layout: {
      ...figureLayout({
        title: 'Predictions for single images',
        subtitle: `${colourWords.accent}: the true class; ${colourWords.wrong}: a wrong prediction`,
        height: 96 + indices.length * (perImage * 22 + 26),
      }),
      xaxis: { ...hiddenAxis, domain: [0.25, 1], range: [0, roomFor(bars.map(({ label }) => label))] },
      yaxis: { ...hiddenAxis, range: [indices.length * pitch - 0.5, -0.5] },
      images: sources.map((source, at) => ({
        source,
        xref: 'paper',
        yref: 'y',
        x: 0,
        y: at * pitch - 0.3,
        sizex: 0.23,
        sizey: perImage + 0.6,
        sizing: 'contain',
        xanchor: 'left',
        yanchor: 'top',
        layer: 'above',
      })),
    },
  };
}

/** End of the axis that leaves room for the longest label after the longest bar, on phones too. */
function roomFor(labels: readonly string[]): number {
  const [characterWidth, phonePlotWidth] = [6.8, 250];
  const longest = Math.max(0, ...labels.map(({ length }) => length)) * characterWidth;
  return short(1 / (1 - Math.min(0.6, longest / phonePlotWidth)));
}

function mostLikely({ probabilities, classNames }: Predictions, index: number, count: number) {
  const start = index * classNames.length;
  return classNames
    .map((_, classIndex) => ({ classIndex, probability: probabilities[start + classIndex]! }))
    .sort((left, right) => right.probability - left.probability || left.classIndex - right.classIndex)
    .slice(0, count);
}

/** Enlarges pixels to squares, because Plotly and browsers smooth these images. */
function enlarged(pixels: Uint8Array, rows: number, columns: number): string {
  const times = Math.max(1, Math.round(168 / Math.max(rows, columns)));
  const [width, height] = [columns * times, rows * times];
  const large = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      large[row * width + column] = pixels[Math.floor(row / times) * columns + Math.floor(column / times)]!;
    }
  }
  return pngAddress({ pixels: large, width, height, palette: greyPalette });
}
