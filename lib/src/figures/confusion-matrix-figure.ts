import {
  accent,
  brightTextColour,
  colourWords,
  panelColour,
  strongWrongColour,
  transparent,
} from '../colours/palette.js';
import type { Evaluation } from '../evaluation/evaluation.js';
import { countOf, formatCount, formatPercent } from '../text/format.js';
import { panelScale } from './colours.js';
import type { Figure, PlotlyTrace } from './figure.js';
import { escapeText, inPercent } from './text.js';
import { axis, figureLayout } from './theme.js';

/** Options of {@link confusionMatrixFigure}. */
export interface ConfusionMatrixOptions {
  /** Whether each cell is a fraction of its row, the images of the true class. Defaults to false: counts. */
  readonly normalize?: boolean;
}

/** Maximum number of classes for which cells show numbers. With more classes, the cells are too small. */
const numberedClasses = 15;

/**
 * How often each class was predicted for each true class. Mistakes have their own colour scale, so that they
 * stay visible next to many correct predictions.
 *
 * @example
 * const figure = confusionMatrixFigure(evaluation);
 */
export function confusionMatrixFigure(
  { confusionMatrix, classNames }: Pick<Evaluation, 'confusionMatrix' | 'classNames'>,
  { normalize = false }: ConfusionMatrixOptions = {},
): Figure {
  const supports = confusionMatrix.map((row) => row.reduce((sum, count) => sum + count, 0));
  const total = supports.reduce((sum, support) => sum + support, 0);
  const right = confusionMatrix.reduce((sum, row, label) => sum + row[label]!, 0);
  const shown = confusionMatrix.map((row, label) =>
    row.map((count) => (normalize ? inPercent(count / Math.max(1, supports[label]!)) : count)),
  );
  const positions = classNames.map((_, index) => index);
  const heat = (
    name: string,
    colour: string,
    keep: (label: number, prediction: number) => boolean,
  ): PlotlyTrace => {
    const z = shown.map((row, label) =>
      row.map((value, prediction) => (keep(label, prediction) && value > 0 ? value : null)),
    );
    return {
      type: 'heatmap',
      name,
      x: positions,
      y: positions,
      z,
      zmin: 0,
      zmax: Math.max(normalize ? 1e-4 : 1, ...z.flat().map((value) => value ?? 0)),
      colorscale: panelScale(colour),
      showscale: false,
      xgap: 1,
      ygap: 1,
      hoverongaps: false,
      hovertemplate: `true: %{y}<br>predicted: %{x}<br>${normalize ? '%{z:.2f}% of the true class' : '%{z:,} images'}<extra></extra>`,
    };
  };
  const data = [
    heat('correct', accent.anywhere, (label, prediction) => label === prediction),
    heat('wrong', strongWrongColour, (label, prediction) => label !== prediction),
  ];
  if (classNames.length <= numberedClasses) data.push(numbers(shown, normalize));
  const worst = worstConfusion(confusionMatrix);
  const accuracy = formatPercent(right / Math.max(1, total));
  const cell = classNames.length <= numberedClasses ? 38 : Math.max(12, Math.round(570 / classNames.length));
  return {
    name: normalize ? 'confusion-matrix-normalized' : 'confusion-matrix',
    description:
      `Confusion matrix over ${countOf(total, 'image')}${normalize ? ', as row percentages' : ''}: ` +
      `${formatCount(right)} correct (${accuracy}).` +
      `${worst === undefined ? '' : ` Most frequent error: ${classNames[worst.label]} predicted as ${classNames[worst.prediction]} (${countOf(worst.count, 'time')}).`}`,
    data,
    layout: {
      ...figureLayout({
        title: normalize ? 'Confusion matrix (row percentages)' : 'Confusion matrix (counts)',
        subtitle: `${accuracy} of ${formatCount(total)} correct (${colourWords.accent}); errors in ${colourWords.wrong}`,
        height: 170 + cell * classNames.length,
      }),
      plot_bgcolor: panelColour,
      xaxis: axis({
        ...tickNames(classNames),
        title: 'Predicted class',
        range: [-0.5, classNames.length - 0.5],
      }),
      yaxis: axis({ ...tickNames(classNames), title: 'True class', range: [classNames.length - 0.5, -0.5] }),
    },
  };
}

function tickNames(classNames: readonly string[]) {
  return {
    tickvals: classNames.map((_, index) => index),
    ticktext: classNames.map(escapeText),
    gridcolor: transparent,
    fixedrange: true,
  };
}

function numbers(shown: readonly (readonly number[])[], normalize: boolean): PlotlyTrace {
  const filled = shown.flatMap((row, label) =>
    row.map((value, prediction) => ({ value, label, prediction })).filter(({ value }) => value > 0),
  );
  return {
    type: 'scatter',
    mode: 'text',
    x: filled.map(({ prediction }) => prediction),
    y: filled.map(({ label }) => label),
    text: filled.map(({ value }) => (normalize ? percent(value) : formatCount(value))),
    textfont: { size: 11, color: brightTextColour },
    hoverinfo: 'skip',
  };
}

function percent(value: number): string {
  return value >= 99.95 ? value.toFixed(0) : value.toFixed(1);
}

function worstConfusion(matrix: readonly (readonly number[])[]) {
  let worst: { label: number; prediction: number; count: number } | undefined;
  matrix.forEach((row, label) => {
    row.forEach((count, prediction) => {
      if (label !== prediction && count > (worst?.count ?? 0)) worst = { label, prediction, count };
    });
  });
  return worst;
}
