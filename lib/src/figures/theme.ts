/** The common layout of all figures: fonts, sizes and colours for light and dark pages. */

import {
  brightTextColour,
  labelColour,
  lineColour,
  plainColour,
  textColour,
  transparent,
} from '../colours/palette.js';

const fontFamily = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** Size of ordinary text in pixels. */
export const fontSize = 12;

interface LayoutOptions {
  /** Title that is short enough for a phone, already escaped. */
  readonly title: string;
  /** Key numbers of the figure in one short line, already escaped. */
  readonly subtitle?: string;
  /** Height of the whole figure in pixels. */
  readonly height: number;
  /** Whether there is a legend, below the plot. */
  readonly legend?: boolean;
  /** Width of the text of each legend entry, so that long ones form columns on a phone. */
  readonly legendEntryWidth?: number;
}

/**
 * The base layout of every figure, without a background or a fixed width. Dragging is disabled, so that touch
 * scrolls the page. The tool bar zooms.
 */
export function figureLayout({ title, subtitle, height, legend = false, legendEntryWidth }: LayoutOptions) {
  const margin = { l: 12, r: 16, t: subtitle === undefined ? 46 : 62, b: 40 };
  return {
    title: {
      // Plotly would place a subtitle too far below the title.
      text:
        subtitle === undefined
          ? `<b>${title}</b>`
          : `<b>${title}</b><br><span style="font-size:${fontSize}px">${subtitle}</span>`,
      font: { size: 15 },
      x: 0,
      xref: 'container',
      xanchor: 'left',
      y: 1,
      yref: 'container',
      yanchor: 'top',
      // Plotly places the last line of a title where it would place a single line, so two lines need more
      // padding.
      pad: { l: 12, t: subtitle === undefined ? 12 : 30 },
    },
    font: { family: fontFamily, size: fontSize, color: textColour },
    height,
    margin,
    autosize: true,
    paper_bgcolor: transparent,
    plot_bgcolor: transparent,
    hovermode: 'closest',
    dragmode: false,
    showlegend: legend,
    ...(legend && {
      legend: {
        orientation: 'h',
        xref: 'container',
        x: 0.02,
        xanchor: 'left',
        // The legend is below everything else. Plotly reserves the space.
        yref: 'container',
        y: 0,
        yanchor: 'bottom',
        bgcolor: transparent,
        ...(legendEntryWidth !== undefined && { entrywidth: legendEntryWidth, font: { size: fontSize - 1 } }),
      },
    }),
    hoverlabel: {
      bgcolor: labelColour,
      bordercolor: plainColour,
      align: 'left',
      font: { family: fontFamily, size: fontSize + 1, color: brightTextColour },
    },
    modebar: { bgcolor: transparent, color: lineColour, activecolor: textColour },
  } as const;
}

/** An axis with the common style. `attributes` are Plotly's attributes, which override the style. */
export function axis(attributes: Readonly<Record<string, unknown>> & { title?: string }) {
  const { title, ...others } = attributes;
  return {
    ...(title !== undefined && { title: { text: title, standoff: 8 } }),
    gridcolor: lineColour,
    linecolor: lineColour,
    zeroline: false,
    automargin: true,
    ticks: '',
    ...others,
  };
}

/** An axis for values that {@link import('./text.js').inPercent} returns. */
export function percentAxis(attributes: Parameters<typeof axis>[0]) {
  return axis({ ticksuffix: '%', ...attributes });
}

/** An invisible axis that cannot be moved. */
export const hiddenAxis = { visible: false, fixedrange: true } as const;

/** Position of the name of a bar or point in its row: above it, from the left edge. */
export const nameAbove = (row: number) =>
  ({ xref: 'paper', x: 0, xanchor: 'left', y: row, yshift: 17, showarrow: false }) as const;
