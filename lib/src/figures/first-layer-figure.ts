import { colourWords } from '../colours/palette.js';
import type { FirstLayerWeights } from '../evaluation/first-layer-weights.js';
import { countOf, formatCount } from '../text/format.js';
import { divergingPalette, signedPixels, sizeQuantile } from './colours.js';
import type { Figure } from './figure.js';
import { gridRows, imageGrid } from './image-grid.js';

/** Options of {@link firstLayerFigure}. */
export interface FirstLayerOptions {
  /** Maximum number of units. The units with the largest weights are shown. Defaults to 32. */
  readonly limit?: number;
}

/**
 * The weights of each unit in the first layer as an image. Excitatory and inhibitory pixels have different
 * colours. All images share one scale.
 *
 * @throws {RangeError} if the weights are not pixels × units.
 *
 * @example
 * const figure = firstLayerFigure(firstLayerWeights(model));
 */
export function firstLayerFigure(
  { weights, units, rows, columns }: FirstLayerWeights,
  { limit = 32 }: FirstLayerOptions = {},
): Figure {
  const pixels = rows * columns;
  if (weights.length !== pixels * units) {
    throw new RangeError(
      `Drawing the weights of ${countOf(units, 'unit')}: expected ${pixels} for each but found ${weights.length} in all.`,
    );
  }
  const images = Array.from({ length: units }, (_, unit) =>
    Float32Array.from({ length: pixels }, (_, pixel) => weights[pixel * units + unit]!),
  );
  const lengths = images.map((image) => Math.sqrt(image.reduce((sum, weight) => sum + weight * weight, 0)));
  const shown = Array.from(images.keys())
    .sort((left, right) => lengths[right]! - lengths[left]! || left - right)
    .slice(0, limit);
  const scale = sizeQuantile(
    shown.flatMap((unit) => Array.from(images[unit]!)),
    0.99,
  );
  const tiles = shown.map((unit) => ({
    pixels: signedPixels(images[unit]!, scale),
    hover: `unit ${formatCount(unit)}<br>norm of its weights ${lengths[unit]!.toFixed(2)}`,
  }));
  return {
    name: 'first-layer',
    description:
      `First-layer weights of ${shown.length} of ${countOf(units, 'unit')}, those with the largest weights, as images: ` +
      `positive weights ${colourWords.positive}, negative ones ${colourWords.negative}, up to ${scale.toFixed(3)}.`,
    ...imageGrid(gridRows(tiles, 8), {
      title: 'First-layer weights',
      subtitle: `${shown.length} of ${formatCount(units)} units; ${colourWords.positive} +${scale.toFixed(2)}, ${colourWords.negative} −${scale.toFixed(2)}`,
      rows,
      columns,
      palette: divergingPalette,
      tileSize: 68,
    }),
  };
}
