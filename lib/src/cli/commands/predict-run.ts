import type { Sequential } from '@tensorflow/tfjs-node';
import type { Preprocessing } from '../../images/preprocessing.js';
import type { ClassifiedCharacter, ImageClassification } from '../../models/classify-image.js';
import type { ModelReading } from '../../models/model-reading.js';
import type { CommandContext, CommandResult, ParsedOptions } from '../command.js';
import { type ExitCode, exitCode, usageError } from '../exit-code.js';
import { loadModelForCommand, readingForCommand } from '../load-for-command.js';
import { type Outcome, predictionText } from '../prediction-text.js';
import { readingData, readingText } from '../reading-text.js';

/** Classifies every image that can be read, and reports the others. */
export async function runPredict(
  [directory, images]: readonly [string, readonly string[]],
  options: ParsedOptions,
  { terminal }: CommandContext,
): Promise<CommandResult> {
  if (images.filter((image) => image === '-').length > 1) {
    throw usageError('Reading images: expected - (piped input) at most once but found it more than once.');
  }
  const model = await loadModelForCommand(directory, options);
  const reading = await readingForCommand(model, options);
  const read = (image: string) =>
    classify(model, image, options, image === '-' ? () => terminal.readInput() : undefined);
  const outcomes: Outcome[] = [];
  for (const image of images) outcomes.push(...(await read(image)));
  for (const outcome of options.json ? [] : outcomes) {
    if ('error' in outcome) terminal.err(`${outcome.error}\n`);
  }
  return {
    data: {
      reading: readingData(reading),
      predictions: outcomes.map((outcome) => ({
        ...outcome,
        photo: undefined,
        pixels: undefined,
        exitCode: undefined,
      })),
    },
    hasColours: terminal.colours,
    text: textOf(outcomes, reading, options, terminal),
    exitCode: codeOf(outcomes),
  };
}

function textOf(
  outcomes: readonly Outcome[],
  reading: ModelReading,
  options: ParsedOptions,
  terminal: CommandContext['terminal'],
): string {
  const isAnswered = outcomes.some((outcome) => !('error' in outcome));
  const predictions = predictionText(outcomes, options.show ? reading.input : undefined, terminal);
  return isAnswered ? `${predictions}${readingText(reading)}` : predictions;
}

async function classify(
  model: Sequential,
  image: string,
  options: ParsedOptions,
  readInput: (() => Promise<Uint8Array>) | undefined,
): Promise<Outcome[]> {
  // Load single modules, because loading the whole library would take longer than classifying an image.
  const { decodeImage, readingSide } = await import('../../images/decode.js');
  const { UnreadablePictureError } = await import('../../images/preprocessing.js');
  const { classifyImage } = await import('../../models/classify-image.js');
  const { modelMetadata } = await import('../../models/metadata.js');
  const preprocessing = (options.preprocessing ?? 'auto') as Preprocessing | 'auto';
  const segment = options.segment === true;
  const name = readInput ? 'the piped image' : image;
  try {
    const source = readInput ? await readInput() : image;
    const picture = await decodeImage(source, name, { longestSide: readingSide, svg: true });
    const reading = classifyImage(model, picture, { preprocessing, segment });
    const { classNames } = modelMetadata(model);
    return reading.characters.map((character, index) => ({
      image,
      ...(reading.characters.length > 1 ? { part: index + 1, parts: reading.characters.length } : {}),
      ...describe(character, classNames, reading),
      ...(options.show && index === 0 ? { photo: picture } : {}),
    }));
  } catch (error) {
    const { message } = error as Error;
    if (!(error instanceof UnreadablePictureError))
      return [{ image, error: message, exitCode: exitCode.input }];
    const help = error.reason === 'severalCharacters' ? ' Use --segment to classify each of them.' : '';
    const { reason, boxes, ignored } = error;
    return [
      { image, error: `${name}: ${message}${help}`, reason, boxes, ignored, exitCode: exitCode.unreadable },
    ];
  }
}

function describe(
  { box, pixels, probabilities, isOutOfDistribution }: ClassifiedCharacter,
  classNames: readonly string[],
  { steps, ignored, ink, sheet }: ImageClassification,
) {
  const ranked = [...probabilities]
    .map((probability, index) => ({ class: classNames[index]!, probability }))
    .sort((left, right) => right.probability - left.probability);
  return {
    ...ranked[0]!,
    runnerUp: ranked[1] ?? ranked[0]!,
    probabilities: Object.fromEntries(ranked.map((guess) => [guess.class, guess.probability])),
    ...(isOutOfDistribution === undefined ? {} : { outOfDistribution: isOutOfDistribution }),
    box,
    steps,
    ignored,
    ...(ink && { ink }),
    ...(sheet && { sheet }),
    pixels,
  };
}

/**
 * The exit code for all images. A file that cannot be read takes precedence over an image that is blank, shows
 * several characters or is out of distribution.
 */
function codeOf(outcomes: readonly Outcome[]): ExitCode {
  const codes = outcomes.map((outcome) => {
    if ('error' in outcome) return outcome.exitCode;
    return outcome.outOfDistribution ? exitCode.unreadable : exitCode.done;
  });
  return [exitCode.input, exitCode.unreadable].find((code) => codes.includes(code)) ?? exitCode.done;
}
