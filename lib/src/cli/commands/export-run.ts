import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Sequential } from '@tensorflow/tfjs-node';
import { type ExportFormat, exportFormats } from '../../export/formats.js';
import type { WeightBits } from '../../program/javascript/pack-program.js';
import { showValue } from '../../text/escape.js';
import { countOf, formatBytes, formatPercent, formatTable, listOf } from '../../text/format.js';
import type { CommandResult, ParsedOptions } from '../command.js';
import { inputError, usageError } from '../exit-code.js';
import { loadModelForCommand } from '../load-for-command.js';

/** Loads the model and writes it in the chosen format. */
export async function runExport(
  [directory]: readonly [string],
  options: ParsedOptions,
): Promise<CommandResult> {
  const { format: asked, output, weightBits: bits } = options as Readonly<Record<string, string | undefined>>;
  const format = chooseFormat(asked, output);
  if (bits && !format.weightBits)
    throw usageError(`--weight-bits needs ${namesOf(({ weightBits }) => weightBits)}.`);
  const weightBits = bits ? (Number(bits) as WeightBits) : undefined;
  const { modelMetadata } = await import('../../index.js');
  const { pixelShape } = await import('../../models/metadata.js');
  const model = await loadModelForCommand(directory, options);
  const { name } = modelMetadata(model);
  await requireAccepted(format, model);
  const place = output ?? fileNameOf(name) + (format.endings[0] ?? '');
  const files = await format.write(model, place, weightBits ? { weightBits } : {});
  const cost = await measuredCost(model, weightBits);
  const rows = files.map(({ file, bytes }) => [file, formatBytes(bytes)]);
  const usage = format.usage(pixelShape(model).join(' × '));
  return {
    data: { format: format.name, files, ...(cost ? { weightBitsCost: cost } : {}) },
    text: formatTable(rows, [1]) + (usage && `${usage}\n`) + (cost ? costText(cost, weightBits!) : ''),
  };
}

/**
 * Chooses the format from the command line, otherwise the one with the output's extension. Without an output,
 * the default is the first of the table.
 *
 * @throws {CommandError} if the extension is another format's, or unknown and no format was given or a file of that
 *   name exists: it may be an image or the model itself.
 */
function chooseFormat(name: string | undefined, output: string | undefined): ExportFormat {
  const asked = exportFormats.find((format) => format.name === name);
  if (output === undefined) return asked ?? exportFormats[0]!;
  const ending = path.extname(output).toLowerCase();
  const fitting = exportFormats.find(({ endings }) => endings.includes(ending));
  if (!asked && !fitting) {
    const endings = exportFormats.flatMap((format) => format.endings.slice(0, 1));
    const names = exportFormats.map((format) => format.name);
    throw usageError(
      `Exporting a model: expected an output that ends in ${listOf(endings, 'or')}, or --format ${listOf(names, 'or')}, but found ${showValue(output)}.`,
    );
  }
  if (asked && fitting && asked !== fitting)
    throw usageError(
      `Exporting a model: expected --format ${name} to make ${asked.endings[0] ?? 'a folder'} but found ${showValue(output)}. Leave out --format or choose another name.`,
    );
  // A path that cannot be read is reported when the file is written. An empty file has nothing to lose.
  if (!fitting && asked?.endings.length && existsSync(output) && isFilled(output))
    throw usageError(
      `Exporting a model: ${showValue(output)} exists and does not end in ${listOf(asked.endings, 'or')}. Choose another name, or delete it first.`,
    );
  return asked ?? fitting!;
}

function isFilled(file: string): boolean {
  const status = statSync(file);
  return status.isFile() && status.size > 0;
}

const namesOf = (isMeant: (format: ExportFormat) => unknown) =>
  listOf(
    exportFormats.filter(isMeant).map(({ name }) => `--format ${name}`),
    'or',
  );

/** @throws {CommandError} if the format cannot express the model. The message names the formats that can. */
async function requireAccepted(format: ExportFormat, model: Sequential): Promise<void> {
  const reason = await format.accepts(model);
  if (reason === undefined) return;
  const others: ExportFormat[] = [];
  for (const other of exportFormats) if ((await other.accepts(model)) === undefined) others.push(other);
  throw inputError(`${reason} Use ${namesOf((one) => others.includes(one))}.`);
}

/** A safe file name from a model's name, which is untrusted and may contain anything. */
function fileNameOf(modelName: string): string {
  return (
    modelName
      .replace(/[^\p{L}\p{N}._ -]/gu, '-')
      .replace(/^[. -]+/, '')
      .slice(0, 100) || 'model'
  );
}

/**
 * Test accuracy with quantized and with 32-bit weights. It is undefined if the weights are not quantized, or if
 * the training dataset is not in the catalogue or not on this machine.
 */
async function measuredCost(model: Sequential, weightBits: WeightBits | undefined) {
  const { isDatasetName, loadDataset, modelMetadata } = await import('../../index.js');
  const name = modelMetadata(model).trainedWith?.dataset;
  if (weightBits === undefined || weightBits === 32 || typeof name !== 'string' || !isDatasetName(name))
    return undefined;
  const { weightBitsCost } = await import('../../export/weight-bits-cost.js');
  const loaded = await loadDataset(name, { download: false }).catch(() => undefined);
  return loaded && { dataset: name, ...weightBitsCost(model, loaded.test, weightBits) };
}

function costText(
  { dataset, count, rounded, whole }: NonNullable<Awaited<ReturnType<typeof measuredCost>>>,
  weightBits: WeightBits,
): string {
  return (
    `With weights of ${weightBits} bits ${formatPercent(rounded)} of ${countOf(count, 'test image')} of ${dataset} ` +
    `are classified correctly, with 32 bits ${formatPercent(whole)}.\n`
  );
}
