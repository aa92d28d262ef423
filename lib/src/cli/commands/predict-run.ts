import type { Sequential } from '@tensorflow/tfjs-node';
import type { InputForm } from '../../models/to-model-input.js';
import { formatPercent } from '../../text/format-percent.js';
import type { CommandContext, CommandResult, ParsedOptions } from '../command.js';
import { usageError } from '../command-error.js';
import { drawImage } from '../draw-image.js';
import { exitCode } from '../exit-code.js';
import { formatTable } from '../format-table.js';
import { loadModelForCommand } from '../load-model-for-command.js';
import type { Terminal } from '../terminal.js';

interface Guess {
  readonly class: string;
  readonly probability: number;
}

/** What came of one image: a prediction, or why there is none. */
type Outcome =
  | { readonly image: string; readonly error: string }
  | (Guess & {
      readonly image: string;
      readonly runnerUp: Guess;
      readonly probabilities: Readonly<Record<string, number>>;
      /** What the network sees, for `--show`. */
      readonly pixels: Uint8Array;
    });

/** Loads the model, classifies every image that can be read, and says which cannot. */
export async function runPredict(
  directory: string,
  images: readonly string[],
  options: ParsedOptions,
  { terminal }: CommandContext,
): Promise<CommandResult> {
  if (images.filter((image) => image === '-').length > 1) {
    throw usageError('Cannot read more than one image from the pipe: give - once.');
  }
  const { modelMetadata } = await import('../../index.js');
  const model = await loadModelForCommand(directory);
  const outcomes: Outcome[] = [];
  for (const image of images) {
    outcomes.push(await classify(model, image, (options.form ?? 'auto') as InputForm, terminal));
  }
  const failed = outcomes.some((outcome) => 'error' in outcome);
  for (const outcome of options.json ? [] : outcomes) {
    if ('error' in outcome) terminal.err(`${outcome.error}\n`);
  }
  return {
    data: {
      predictions: outcomes.map((outcome) => ({ ...outcome, pixels: undefined })),
    },
    text: predictionText(outcomes, options.show ? modelMetadata(model).imageShape : undefined, terminal),
    exitCode: failed ? exitCode.input : exitCode.done,
  };
}

async function classify(
  model: Sequential,
  image: string,
  form: InputForm,
  terminal: Terminal,
): Promise<Outcome> {
  const { decodeImage, modelMetadata, predictProbabilities, toModelInput } = await import('../../index.js');
  try {
    const picture =
      image === '-'
        ? await decodeImage(await terminal.readInput(), 'the piped image', { svg: true })
        : await decodeImage(image);
    const pixels = toModelInput(model, picture, form);
    const { classNames } = modelMetadata(model);
    const ranked = [...predictProbabilities(model, pixels)]
      .map((probability, index): Guess => ({ class: classNames[index]!, probability }))
      .sort((left, right) => right.probability - left.probability);
    const probabilities = Object.fromEntries(ranked.map((guess) => [guess.class, guess.probability]));
    return { image, ...ranked[0]!, runnerUp: ranked[1] ?? ranked[0]!, probabilities, pixels };
  } catch (error) {
    return { image, error: (error as Error).message };
  }
}

function predictionText(
  outcomes: readonly Outcome[],
  shape: readonly [number, number] | undefined,
  { colours }: Terminal,
): string {
  const rows = (done: readonly Outcome[]) =>
    done.flatMap((outcome) => {
      if ('error' in outcome) return [];
      const { image, probability, runnerUp } = outcome;
      const second = `${runnerUp.class} ${formatPercent(runnerUp.probability, 1)}`;
      return [[image, outcome.class, formatPercent(probability, 1), `runner-up ${second}`]];
    });
  if (!shape) return formatTable(rows(outcomes), [2]);
  const drawn = outcomes.map((outcome) =>
    'error' in outcome
      ? ''
      : `${drawImage(outcome.pixels, ...shape, colours)}${formatTable(rows([outcome]), [2])}`,
  );
  return drawn.filter((text) => text !== '').join('\n');
}
