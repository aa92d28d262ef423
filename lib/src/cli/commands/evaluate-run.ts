import type { Evaluation } from '../../evaluation/evaluation.js';
import type { ConfusedPair } from '../../evaluation/most-confused-pairs.js';
import { formatPercent } from '../../text/format-percent.js';
import type { CommandContext, CommandResult, ParsedOptions } from '../command.js';
import { inputError, usageError } from '../command-error.js';
import { readLocation } from '../dataset-argument.js';
import { formatTable } from '../format-table.js';
import { loadForCommand } from '../load-for-command.js';
import { loadModelForCommand } from '../load-model-for-command.js';

/** Loads model and dataset, measures, reports. */
export async function runEvaluate(
  directory: string,
  options: ParsedOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const { evaluate, modelMetadata, mostConfusedPairs } = await import('../../index.js');
  const model = await loadModelForCommand(directory);
  const metadata = modelMetadata(model);
  const name = (options.dataset ?? metadata.trainedWith?.dataset) as string | undefined;
  if (!name) {
    throw usageError(`The model in ${directory} does not say what it was trained on: name a --dataset.`);
  }
  // Only a folder of the user's is read as these say; it must be the way it was read for training.
  const testShare = metadata.trainedWith?.testShare as number | undefined;
  const reading = { imageShape: metadata.imageShape, ...(testShare === undefined ? {} : { testShare }) };
  const loaded = await loadForCommand(name, { ...readLocation(options), ...reading }, context);
  const partName = options.part === 'train' ? 'train' : 'test';
  const part = loaded[partName];
  const [rows, columns] = metadata.imageShape;
  if (
    part.rows !== rows ||
    part.columns !== columns ||
    part.classNames.length !== metadata.classNames.length
  ) {
    const found = `${part.rows} × ${part.columns} and ${part.classNames.length} classes`;
    const wanted = `${rows} × ${columns} and ${metadata.classNames.length} classes`;
    throw inputError(`Evaluating ${directory} on ${name}: expected images of ${wanted} but found ${found}.`);
  }
  const evaluation = evaluate(model, part);
  const confused = mostConfusedPairs(evaluation.confusionMatrix, evaluation.classNames, 5);
  const { count, loss, accuracy, accuracyInterval, confusionMatrix, report } = evaluation;
  const data = { dataset: loaded.name, part: partName, count, accuracy, accuracyInterval, loss };
  return {
    data: { ...data, report, confusionMatrix, mostConfused: confused },
    text: `${headline(evaluation, `${loaded.title} (${partName})`)}\n${reportText(evaluation)}\n${confusedText(confused)}`,
  };
}

function headline({ count, accuracy, accuracyInterval, loss }: Evaluation, title: string): string {
  const interval = `${formatPercent(accuracyInterval.lower)} to ${formatPercent(accuracyInterval.upper)}`;
  return `${title}: accuracy ${formatPercent(accuracy)} (95 % interval ${interval}), loss ${loss.toFixed(4)}, ${count} images\n`;
}

function confusedText(pairs: readonly ConfusedPair[]): string {
  const rows = pairs.map(({ labelName, predictionName, count, share }) => [
    labelName,
    `taken for ${predictionName}`,
    `${count} times`,
    `${formatPercent(share, 1)} of its images`,
  ]);
  return rows.length > 0 ? `Most confused:\n${formatTable(rows, [2, 3])}` : 'Nothing confused.\n';
}

function reportText({ report }: Evaluation): string {
  const row = (name: string, figures: { precision: number; recall: number; f1: number; support: number }) => [
    name,
    formatPercent(figures.precision),
    formatPercent(figures.recall),
    formatPercent(figures.f1),
    `${figures.support}`,
  ];
  return formatTable(
    [
      ['CLASS', 'PRECISION', 'RECALL', 'F1', 'IMAGES'],
      ...report.classes.map((figures) => row(figures.name, figures)),
      row('macro average', { support: report.support, ...report.macroAverage }),
      row('weighted average', { support: report.support, ...report.weightedAverage }),
    ],
    [1, 2, 3, 4],
  );
}
