/** What all figures have in common: fonts, sizes and colours that suit a light page and a dark one. */

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

/** What {@link figureLayout} is told about a figure. */
export interface LayoutOptions {
  /** Says what the figure is, short enough for a phone; already escaped. */
  readonly title: string;
  /** The figure in numbers, in one short line; already escaped. */
  readonly subtitle?: string;
  /** Height of the whole figure in pixels. Its width is that of its place. */
  readonly height: number;
  /** Room for a legend below the plot. */
  readonly legend?: boolean;
  /** Width of the text of each entry of the legend, so that long ones stand in columns on a phone. */
  readonly legendEntryWidth?: number;
}

/**
 * The layout every figure starts from. Figures have no background and no width of their own. Dragging does nothing,
 * so that a finger scrolls the page; the tool bar zooms.
 */
export function figureLayout({ title, subtitle, height, legend = false, legendEntryWidth }: LayoutOptions) {
  const margin = { l: 12, r: 16, t: subtitle === undefined ? 46 : 62, b: 40 };
  return {
    title: {
      // Not Plotly's own subtitle, which stands too far below.
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
      // Plotly puts the last line where a single one would be.
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
        // Below everything else; Plotly keeps room for it there.
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

/** An axis as all figures draw it; `attributes` are Plotly's own and go before. */
export function axis(attributes: Readonly<Record<string, unknown>> & { title?: string } = {}) {
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

/** An axis of {@link import('./text.js').inPercent}. */
export function percentAxis(attributes: Parameters<typeof axis>[0]) {
  return axis({ ticksuffix: ' %', ...attributes });
}

/** An axis that is not drawn at all and cannot be moved. */
export const hiddenAxis = { visible: false, fixedrange: true } as const;

/** Where the name of a bar or point in a row stands: above it, from the left edge on. */
export const nameAbove = (row: number) =>
  ({ xref: 'paper', x: 0, xanchor: 'left', y: row, yshift: 17, showarrow: false }) as const;
