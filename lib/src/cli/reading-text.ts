import type { ModelReading } from '../models/model-reading.js';

const outputTexts = {
  probabilities: 'probabilities',
  logits: 'logits, converted to probabilities by softmax',
  sigmoid: 'sigmoids, converted to one probability per class',
} as const satisfies Readonly<Record<ModelReading['output']['kind'], string>>;

const sourceTexts = {
  given: '',
  layers: ' (read from its first layers)',
  assumed: ' (assumed, as the model does not record it. Set it with --input-range)',
} as const satisfies Readonly<Record<ModelReading['input']['rangeSource'], string>>;

/** Describes how a model's inputs and outputs are interpreted: one line, then a line per note. */
export function readingText({ input, output, preprocessing, notes }: ModelReading): string {
  const { rows, columns, channels, channelOrder, range, rangeSource } = input;
  const colours = channels === 3 ? `in colour${channelOrder === 'first' ? ', channels first' : ''}` : 'grey';
  const parts = [
    `${rows} × ${columns} ${colours}`,
    `preprocessing ${preprocessing}`,
    `pixels ${range === 'standardized' ? range : `as ${range}`}${sourceTexts[rangeSource]}`,
    `outputs ${outputTexts[output.kind]}`,
  ];
  return [`Model input and output: ${parts.join('; ')}.`, ...notes.map((note) => `Note: ${note}.`), ''].join(
    '\n',
  );
}

/** The description of a model's input and output as plain data, for `--json`. */
export function readingData({ input, output, preprocessing, notes }: ModelReading): object {
  return { preprocessing, input, output: output.kind, notes };
}
