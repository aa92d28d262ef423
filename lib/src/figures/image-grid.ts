import { textColour } from '../colours/palette.js';
import { greyPalette, type Palette } from './colours.js';
import type { PlotlyTrace } from './figure.js';
import { imageMosaic } from './png.js';
import { short, wrapCaption } from './text.js';
import { figureLayout, hiddenAxis } from './theme.js';

/** One image of a grid. */
export interface Tile {
  /** Colour indices into the palette, row-major. For the grey palette, the pixels themselves. */
  readonly pixels: Uint8Array;
  /** Lines below the image, already escaped. */
  readonly caption?: readonly string[];
  /** Colour of the caption. Defaults to the colour of all text. */
  readonly captionColour?: string;
  /** Hover label, already escaped, with `<br>` between lines. */
  readonly hover: string;
}

interface GridRow {
  /** Line above the row, already escaped. */
  readonly heading?: string;
  /** Text left of the row, already escaped. */
  readonly label?: string;
  readonly tiles: readonly Tile[];
}

interface GridOptions {
  readonly title: string;
  readonly subtitle?: string;
  /** Size of each image in its own pixels. */
  readonly rows: number;
  readonly columns: number;
  /** Width of an image on a page of at least 700 pixels. On a narrower page, the whole grid shrinks. */
  readonly tileSize?: number;
  /** Palette of all images. Defaults to grey. */
  readonly palette?: Palette;
}

/** Height of a line of text in pixels, also on phones, where the grid shrinks. */
const linePixels = 19;
const gapPixels = 8;

/** Breaks a list of tiles into rows of `across`. */
export function gridRows(tiles: readonly Tile[], across: number): GridRow[] {
  const count = Math.ceil(tiles.length / across);
  return Array.from({ length: count }, (_, row) => ({
    tiles: tiles.slice(row * across, (row + 1) * across),
  }));
}

/**
 * Draws images in rows, as one PNG inside the figure without smoothing. Captions and hover labels are drawn
 * in front of the PNG.
 */
export function imageGrid(gridRowsToDraw: readonly GridRow[], options: GridOptions) {
  const { rows, columns, title, subtitle, tileSize = 64, palette = greyPalette } = options;
  const across = Math.max(1, ...gridRowsToDraw.map((row) => row.tiles.length));
  // All lengths below are in pixels of the images.
  const unit = columns / tileSize;
  const gap = Math.max(1, Math.round(gapPixels * unit));
  const width = across * (columns + gap) - gap;
  const places: { tile: Tile; x: number; y: number }[] = [];
  const headings: { text: string; y: number }[] = [];
  const labels: { text: string; y: number }[] = [];
  let bottom = 0;
  for (const { heading, label, tiles } of gridRowsToDraw) {
    if (heading !== undefined) {
      bottom += Math.round(linePixels * 1.2 * unit);
      headings.push({ text: heading, y: bottom });
    }
    if (label !== undefined) labels.push({ text: label, y: bottom + rows / 2 });
    tiles.forEach((tile, at) => {
      places.push({ tile, x: at * (columns + gap), y: bottom });
    });
    const captionLines = Math.max(0, ...tiles.map(({ caption = [] }) => wrapCaption(caption, across).length));
    bottom += rows + Math.round((captionLines * linePixels + (captionLines > 0 ? 6 : 0)) * unit) + gap;
  }
  const height = Math.max(1, bottom - gap);

  if (places.length === 0) {
    const note = { text: 'There are none.', xref: 'paper', yref: 'paper', x: 0, y: 1, showarrow: false };
    const layout = { ...figureLayout({ title, height: 110 }), xaxis: hiddenAxis, yaxis: hiddenAxis };
    return { data: [] as PlotlyTrace[], layout: { ...layout, annotations: [note] } };
  }
  const data: PlotlyTrace[] = [
    {
      type: 'image',
      source: imageMosaic(
        places.map(({ tile, x, y }) => ({ pixels: tile.pixels, x, y })),
        { width, height, rows, columns, palette },
      ),
      // Plotly positions images by the centre of the first pixel.
      x0: 0.5,
      y0: 0.5,
      dx: 1,
      dy: 1,
      zsmooth: false,
      hoverinfo: 'skip',
    },
    {
      type: 'scatter',
      mode: 'markers',
      x: places.map(({ x }) => x + columns / 2),
      y: places.map(({ y }) => y + rows / 2),
      marker: { size: 1, opacity: 0 },
      text: places.map(({ tile }) => tile.hover),
      hovertemplate: '%{text}<extra></extra>',
    },
  ];
  const captioned = places.filter(({ tile }) => tile.caption !== undefined);
  if (captioned.length > 0)
    data.push({
      type: 'scatter',
      mode: 'text',
      x: captioned.map(({ x }) => x + columns / 2),
      y: captioned.map(({ y }) => short(y + rows + 3 * unit)),
      text: captioned.map(({ tile }) => wrapCaption(tile.caption!, across).join('<br>')),
      textposition: 'bottom center',
      textfont: { size: 11, color: captioned.map(({ tile }) => tile.captionColour ?? textColour) },
      cliponaxis: false,
      hoverinfo: 'skip',
    });
  if (headings.length > 0)
    data.push({
      type: 'scatter',
      mode: 'text',
      x: headings.map(() => 0),
      y: headings.map(({ y }) => y),
      text: headings.map(({ text }) => text),
      textposition: 'top right',
      cliponaxis: false,
      hoverinfo: 'skip',
    });
  const base = figureLayout({
    title,
    subtitle,
    height: Math.round(height / unit) + (subtitle === undefined ? 64 : 82),
  });
  const layout = {
    ...base,
    margin: { ...base.margin, b: 14 },
    hoverdistance: Math.round(tileSize * 0.6),
    xaxis: { ...hiddenAxis, range: [0, width], constrain: 'domain', constraintoward: 'left' },
    yaxis: {
      ...hiddenAxis,
      range: [height, 0],
      constrain: 'domain',
      constraintoward: 'top',
      scaleanchor: 'x',
      scaleratio: 1,
      ...(labels.length > 0 && {
        visible: true,
        showgrid: false,
        showline: false,
        zeroline: false,
        automargin: true,
        ticks: '',
        tickvals: labels.map(({ y }) => y),
        ticktext: labels.map(({ text }) => text),
      }),
    },
  };
  return { data, layout };
}
