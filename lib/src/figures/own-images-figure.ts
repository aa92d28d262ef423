import { strongWrongColour } from '../colours/palette.js';
import type { ImageOutcome } from '../experiments/classify-images.js';
import type { GreyImage } from '../images/grey-image.js';
import { scaledSize } from '../images/image-size.js';
import { resizePicture } from '../images/resize.js';
import { countOf, formatProbability } from '../text/format.js';
import type { Figure } from './figure.js';
import { gridRows, imageGrid, type Tile } from './image-grid.js';
import { escapeText } from './text.js';

/** Side of a tile in pixels. Images and network inputs are scaled to it. */
const side = 112;

const refusals = {
  noInk: 'no ink',
  severalCharacters: 'several characters',
  noGarment: 'no garment',
} as const;

/** Options of {@link ownImagesFigure}. */
export interface OwnPicturesOptions {
  /** Title of the figure. Defaults to `'Images and what the network sees'`. */
  readonly title?: string;
}

/**
 * Your own images, each next to the network's input, with the prediction. Rejected and out-of-distribution
 * images are marked.
 *
 * @example
 * const figure = ownImagesFigure(await classifyImages(model, digits.sampleImages));
 */
export function ownImagesFigure(
  outcomes: readonly ImageOutcome[],
  { title = 'Images and what the network sees' }: OwnPicturesOptions = {},
): Figure {
  const answers = outcomes.map(answerOf);
  const tiles = outcomes.flatMap(({ name, picture, read }, index): Tile[] => {
    const { said, isDoubtful } = answers[index]!;
    const hover = [name, said.join(', ')].map(escapeText).join('<br>');
    return [
      { pixels: fitted(picture), caption: [escapeText(name)], hover },
      {
        pixels: read ? enlarged(read.pixels) : new Uint8Array(side * side),
        caption: said.map(escapeText),
        ...(isDoubtful && { captionColour: strongWrongColour }),
        hover,
      },
    ];
  });
  const told = outcomes.map(({ name }, index) => `${name}: ${answers[index]!.said.join(', ')}`);
  const read = answers.filter(({ isDoubtful }) => !isDoubtful).length;
  return {
    name: 'own-pictures',
    description: `${countOf(outcomes.length, 'image')}, ${read} of them classified: ${told.join('; ')}.`,
    ...imageGrid(gridRows(tiles, 4), {
      title: escapeText(title),
      subtitle: 'left: the image, right: the input of the network',
      rows: side,
      columns: side,
      tileSize: 120,
    }),
  };
}

function answerOf({ read, refusal }: ImageOutcome): { said: string[]; isDoubtful: boolean } {
  if (!read) return { said: [`rejected: ${refusal ? refusals[refusal] : 'not read'}`], isDoubtful: true };
  if (read.isOutOfDistribution) return { said: ['out of distribution'], isDoubtful: true };
  return { said: [read.className, formatProbability(read.probability)], isDoubtful: false };
}

/** An image scaled to fit a tile, centred on white. */
function fitted(picture: GreyImage): Uint8Array {
  const factor = side / Math.max(picture.rows, picture.columns);
  const { rows, columns } = scaledSize(picture, factor);
  const small = resizePicture(picture, { rows, columns });
  const tile = new Uint8Array(side * side).fill(255);
  const [top, left] = [(side - rows) >> 1, (side - columns) >> 1];
  for (let row = 0; row < rows; row++)
    tile.set(small.pixels.subarray(row * columns, (row + 1) * columns), (top + row) * side + left);
  return tile;
}

function enlarged(pixels: Uint8Array): Uint8Array {
  const length = Math.sqrt(pixels.length);
  return Uint8Array.from({ length: side * side }, (_, place) => {
    const [row, column] = [Math.floor(place / side), place % side];
    return pixels[Math.floor((row * length) / side) * length + Math.floor((column * length) / side)]!;
  });
}
