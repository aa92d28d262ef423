import type { Dataset } from '../../datasets/dataset.js';
import { isIndexOf, readClassMapping } from '../../datasets/own/class-names.js';
import type { ConfusedPair } from '../../evaluation/confusion-matrix.js';
import type { Evaluation } from '../../evaluation/evaluation.js';
import { countOf, formatPercent, formatTable } from '../../text/format.js';
import type { CommandContext, CommandResult, ParsedOptions } from '../command.js';
import { inputError, usageError } from '../exit-code.js';
import {
  folderWarnings,
  loadForCommand,
  loadModelForCommand,
  readingForCommand,
} from '../load-for-command.js';
import { readingData, readingText } from '../reading-text.js';
import { readLocation } from '../shared-options.js';

export async function runEvaluate(
  [directory]: readonly [string],
  options: ParsedOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const { concatenateDatasets, evaluate, matchClasses, modelMetadata, mostConfusedPairs } = await import(
    '../../index.js'
  );
  const model = await loadModelForCommand(directory, options);
  const modelReading = await readingForCommand(model, options);
  const metadata = modelMetadata(model);
  const name = (options.dataset ?? metadata.trainedWith?.dataset) as string | undefined;
  if (!name) {
    throw usageError(
      `The model in ${directory} does not record its training dataset. Pass --dataset <name>.`,
    );
  }
  const trainedOnIt = name === metadata.trainedWith?.dataset;
  // Split a user's folder in the same way as for training.
  const testSize = trainedOnIt ? (metadata.trainedWith?.testSize as number | undefined) : undefined;
  const skipsBroken =
    options.skipBroken === true || (trainedOnIt && metadata.trainedWith?.skipBroken === true);
  const splitName = (options.split ?? 'test') as 'train' | 'validation' | 'test';
  const reading = {
    imageShape: metadata.imageShape,
    channels: modelReading.input.channels,
    preprocessing: modelReading.preprocessing,
    skipBroken: skipsBroken,
    test: splitName === 'test',
    ...(testSize === undefined ? {} : { testSize }),
  };
  const loaded = await loadForCommand(name, { ...readLocation(options), ...reading }, context);
  // A folder without splits, on which the model was not trained, is a test set as a whole, unless --split is
  // given.
  const isWhole = loaded.isSplitHere === true && !trainedOnIt && options.split === undefined;
  const found = isWhole
    ? concatenateDatasets([loaded.train, ...(loaded.validation ? [loaded.validation] : []), loaded.test])
    : loaded[splitName];
  if (!found) throw usageError(`Evaluating ${directory} on ${name}: the dataset has no validation split.`);
  const split = modelReading.input.channels === 3 ? inColour(found) : found;
  const [rows, columns] = metadata.imageShape;
  if (split.rows !== rows || split.columns !== columns)
    throw inputError(
      `Evaluating ${directory} on ${name}: expected images of ${rows} × ${columns} pixels but found ` +
        `${split.rows} × ${split.columns}.`,
    );
  let matched: Dataset;
  try {
    const given = options.classNames as string | undefined;
    const mapping =
      given === undefined || given === 'index' ? given : await readClassMapping(given, split.classNames);
    matched = matchClasses(split, metadata.classNames, mapping);
  } catch (error) {
    const areNumbers = split.classNames.every((each) => isIndexOf(each, metadata.classNames));
    const advice = areNumbers
      ? " If these are the numbers of the model's classes, add --class-names index."
      : ' Map the class names in a file for --class-names.';
    const message = `Evaluating ${directory} on ${name}: ${(error as Error).message}`;
    throw inputError(options.classNames === undefined ? message + advice : message, error);
  }
  const evaluation = evaluate(model, matched);
  const confused = mostConfusedPairs(evaluation.confusionMatrix, evaluation.classNames, 5);
  const skipped = loaded.skipped ?? [];
  const inBothSplits = loaded.inBothSplits ?? [];
  for (const warning of options.json ? [] : folderWarnings(loaded)) context.terminal.err(`${warning}\n`);
  const { count, loss, accuracy, accuracyInterval, confusionMatrix, report } = evaluation;
  const usedSplit = isWhole ? 'all' : splitName;
  const data = { dataset: loaded.name, split: usedSplit, count, accuracy, accuracyInterval, loss };
  return {
    data: {
      ...data,
      reading: readingData(modelReading),
      report,
      confusionMatrix,
      mostConfused: confused,
      skipped,
      inBothSplits,
    },
    text: `${headline(evaluation, `${loaded.title} (${usedSplit})`)}\n${reportText(evaluation)}\n${confusedText(confused)}\n${readingText(modelReading)}`,
  };
}

/** Converts grey images to colour, with equal red, green and blue. Colour images are returned unchanged. */
function inColour(dataset: Dataset): Dataset {
  if (dataset.channels === 3) return dataset;
  const images = new Uint8Array(3 * dataset.images.length);
  dataset.images.forEach((pixel, index) => {
    images.fill(pixel, 3 * index, 3 * index + 3);
  });
  return { ...dataset, images, channels: 3 };
}

function headline({ count, accuracy, accuracyInterval, loss }: Evaluation, title: string): string {
  const interval = `${formatPercent(accuracyInterval.lower)} to ${formatPercent(accuracyInterval.upper)}`;
  return `${title}: accuracy ${formatPercent(accuracy)} (95% interval ${interval}), loss ${loss.toFixed(4)}, ${countOf(count, 'image')}\n`;
}

function confusedText(pairs: readonly ConfusedPair[]): string {
  const rows = pairs.map(({ labelName, predictionName, count, share }) => [
    labelName,
    `classified as ${predictionName}`,
    `${count} times`,
    `${formatPercent(share, 1)} of its images`,
  ]);
  return rows.length > 0 ? `Most confused:\n${formatTable(rows, [2, 3])}` : 'No image is misclassified.\n';
}

/** Metrics of each class. Classes without images are listed below the table and do not count in the averages. */
function reportText({ report }: Evaluation): string {
  const present = report.classes.filter(({ support }) => support > 0);
  const absent = report.classes.filter(({ support }) => support === 0);
  const mean = (figure: 'precision' | 'recall' | 'f1') =>
    present.reduce((sum, scores) => sum + scores[figure], 0) / present.length;
  const macro = { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') };
  const row = (name: string, figures: { precision: number; recall: number; f1: number; support: number }) => [
    name,
    formatPercent(figures.precision),
    formatPercent(figures.recall),
    formatPercent(figures.f1),
    `${figures.support}`,
  ];
  const table = formatTable(
    [
      ['CLASS', 'PRECISION', 'RECALL', 'F1', 'IMAGES'],
      ...present.map((figures) => row(figures.name, figures)),
      row('macro average', { support: report.support, ...macro }),
      row('weighted average', { support: report.support, ...report.weightedAverage }),
    ],
    [1, 2, 3, 4],
  );
  const names = absent.map(({ name }) => name).join(', ');
  return absent.length > 0 ? `${table}No images of: ${names}\n` : table;
}
