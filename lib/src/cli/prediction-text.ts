import type { GreyImage } from '../images/grey-image.js';
import type { BoundingBox, PixelFormat } from '../images/image-size.js';
import type { IgnoredMark } from '../images/ink/ignored-marks.js';
import { formatPercent, formatTable } from '../text/format.js';
import type { ExitCode } from './exit-code.js';
import { drawPhoto, greyCode, halfBlock } from './photo-drawing.js';
import type { Terminal } from './terminal.js';

interface Guess {
  readonly class: string;
  readonly probability: number;
}

/** The prediction for an image, or for one character in it. */
export interface Prediction extends Guess {
  readonly image: string;
  /** Which of several characters, from 1, and how many there are. */
  readonly part?: number;
  readonly parts?: number;
  readonly runnerUp: Guess;
  readonly probabilities: Readonly<Record<string, number>>;
  /** Whether the image is out of distribution. It is undefined if the model has no detector. */
  readonly outOfDistribution?: boolean;
  /** Bounding box of the character or garment in the image, in pixels. */
  readonly box: BoundingBox;
  /** Steps of the preprocessing, in words. */
  readonly steps: readonly string[];
  readonly ignored: readonly IgnoredMark[];
  readonly ink?: 'dark' | 'light';
  readonly sheet?: BoundingBox;
  /** The decoded image, for `--show`. If an image has several characters, only the first one has it. */
  readonly photo?: GreyImage;
  /** The network's input, for `--show`. */
  readonly pixels: Uint8Array;
}

/** A prediction, or the reason why there is none. */
export type Outcome =
  | Prediction
  | {
      readonly image: string;
      readonly error: string;
      readonly reason?: string;
      readonly boxes?: readonly BoundingBox[];
      readonly ignored?: readonly IgnoredMark[];
      readonly exitCode: ExitCode;
    };

/**
 * Predictions as text, one line each. If a pixel format is given, the photo (with colours only) and the network's
 * input are drawn above each line, and the details of the preprocessing are below it.
 */
export function predictionText(
  outcomes: readonly Outcome[],
  seen: PixelFormat | undefined,
  { colours }: Terminal,
): string {
  const predictions = outcomes.filter((outcome): outcome is Prediction => !('error' in outcome));
  if (!seen) return formatTable(predictions.map(cells), [2]);
  return predictions
    .map((prediction) => {
      const { photo, image } = prediction;
      const inputs = predictions.filter((each) => each.image === image);
      const read = photo && colours ? drawPhoto(photo, { ...prediction, inputs }) : '';
      const drawing = drawImage(greyLevels(prediction.pixels, seen), seen.rows, seen.columns, colours);
      return `${read}${drawing}${formatTable([cells(prediction)], [2])}${takenText(prediction)}`;
    })
    .join('\n');
}

function cells(prediction: Prediction): string[] {
  const { image, part, parts, probability, runnerUp, outOfDistribution } = prediction;
  const second = `runner-up ${runnerUp.class} ${formatPercent(runnerUp.probability, 1)}`;
  return [
    part ? `${image} (${part} of ${parts})` : image,
    prediction.class,
    formatPercent(probability, 1),
    second,
    ...(outOfDistribution ? ['out of distribution'] : []),
  ];
}

function takenText({ box, sheet, steps }: Prediction): string {
  const place = ({ columns, rows, left, top }: BoundingBox) =>
    `${columns} × ${rows} pixels at ${left}, ${top}`;
  const onSheet = sheet ? `, on a sheet of ${place(sheet)}` : '';
  return `found: ${place(box)}${onSheet}\nread as: ${steps.join('; ')}\n`;
}

/** Grey levels of pixels that may be coloured. Drawings are grey, because terminals have few colours. */
function greyLevels(pixels: Uint8Array, { channels }: PixelFormat): Uint8Array {
  if (channels !== 3) return pixels;
  return Uint8Array.from({ length: pixels.length / 3 }, (_, pixel) => {
    const [red, green, blue] = pixels.subarray(3 * pixel, 3 * pixel + 3) as unknown as [
      number,
      number,
      number,
    ];
    return Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
  });
}

const blocks = [' ', '▀', '▄', '█'];

/** Draws a grey image with half-block characters. Without colours, pixels of 128 or more are white. */
function drawImage(pixels: Uint8Array, rows: number, columns: number, colours: boolean): string {
  let text = '';
  for (let row = 0; row < rows; row += 2) {
    let line = '';
    for (let column = 0; column < columns; column++) {
      const upper = pixels[row * columns + column]!;
      // Below the last row of an odd number of rows, draw background.
      const lower = pixels[(row + 1) * columns + column] ?? 0;
      line += colours
        ? halfBlock(greyCode(upper), greyCode(lower))
        : blocks[(upper >= 128 ? 1 : 0) + (lower >= 128 ? 2 : 0)]!;
    }
    text += colours ? `${line}\u001b[0m\n` : `${line.trimEnd()}\n`;
  }
  return text;
}
