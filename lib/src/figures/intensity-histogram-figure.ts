import { withOpacity } from '../colours/palette.js';
import type { Dataset } from '../datasets/dataset.js';
import { intensityHistograms } from '../datasets/statistics/intensity-histograms.js';
import { countOf, formatPercent } from '../text/format.js';
import { classColour } from './colours.js';
import type { Figure } from './figure.js';
import { escapeText, short } from './text.js';
import { axis, figureLayout } from './theme.js';

const binWidth = 16;

/**
 * Histograms of the pixels of each class, one per row. The fraction of black pixels would dwarf the others
 * and is given as a number.
 *
 * @example
 * const figure = intensityHistogramFigure(dataset.train);
 */
export function intensityHistogramFigure(dataset: Dataset): Figure {
  const { classNames } = dataset;
  const histograms = intensityHistograms(dataset, 256).shares.map(apartFromBlack);
  const highest = Math.max(1e-9, ...histograms.flatMap(({ shares }) => shares));
  const blacks = histograms.map(({ black }) => black);
  const data = histograms.map(({ shares, black }, classIndex) => {
    const baseline = -classIndex;
    // Draw a closed outline of steps, which stays below the row above.
    const x = shares.flatMap((_, bin) => [bin * binWidth, (bin + 1) * binWidth]);
    const y = shares.flatMap((share) => {
      const top = short(baseline + Math.sqrt(share / highest) * 0.92);
      return [top, top];
    });
    return {
      type: 'scatter',
      mode: 'lines',
      x: [0, ...x, 256],
      y: [baseline, ...y, baseline],
      fill: 'toself',
      fillcolor: withOpacity(classColour(classIndex), 0.55),
      line: { color: classColour(classIndex), width: 1.5 },
      name: escapeText(classNames[classIndex]!),
      hoveron: 'fills',
      hoverinfo: 'text',
      text: `${escapeText(classNames[classIndex]!)}: ${formatPercent(black, 1)} of the pixels are black`,
    };
  });
  const least = blacks.indexOf(Math.min(...blacks));
  const most = blacks.indexOf(Math.max(...blacks));
  return {
    name: 'intensity-histogram',
    description:
      `Histograms of the pixel values above 0, on a square-root scale, for each of ${countOf(classNames.length, 'class', 'classes')}. ` +
      `The fraction of black pixels ranges from ${formatPercent(blacks[least]!, 1)} (${classNames[least]}) to ` +
      `${formatPercent(blacks[most]!, 1)} (${classNames[most]}).`,
    data,
    layout: {
      ...figureLayout({
        title: 'Pixel values of each class',
        subtitle: 'square-root scale, right: fraction of black pixels',
        height: 130 + 40 * classNames.length,
      }),
      xaxis: axis({
        title: 'Pixel value (0 black, 255 white)',
        range: [0, 300],
        tickvals: [0, 64, 128, 192, 255],
        fixedrange: true,
      }),
      yaxis: axis({
        range: [-classNames.length + 0.8, 1.05],
        tickvals: classNames.map((_, classIndex) => -classIndex),
        ticktext: classNames.map(escapeText),
        fixedrange: true,
      }),
      annotations: blacks.map((black, classIndex) => ({
        x: 300,
        y: -classIndex,
        xanchor: 'right',
        yanchor: 'bottom',
        text: formatPercent(black, 0),
        showarrow: false,
      })),
    },
  };
}

/**
 * The fraction of black pixels, and the histogram of all other values. Its first bin covers 15
 * values, because it lacks black. The others cover 16.
 */
function apartFromBlack([black, ...others]: readonly number[]): { shares: number[]; black: number } {
  const shares = new Array<number>(256 / binWidth).fill(0);
  others.forEach((share, at) => {
    shares[Math.floor((at + 1) / binWidth)]! += share;
  });
  return { shares, black: black! };
}
