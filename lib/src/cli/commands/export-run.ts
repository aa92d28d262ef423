import type { Sequential } from '@tensorflow/tfjs-node';
import type { DrawPageOptions } from '../../export/draw-page.js';
import type { ExportedFile } from '../../export/exported-file.js';
import type { WeightBits } from '../../program/javascript/network-data.js';
import { countOf, formatBytes, formatPercent, formatTable } from '../../text/format.js';
import type { CommandResult, ParsedOptions } from '../command.js';
import { inputError, usageError } from '../exit-code.js';
import { type ExportForm, exportForm, fileNameOf } from '../export-form.js';
import { loadModelForCommand } from '../load-for-command.js';

/** Loads the model and writes it in the form asked for. */
export async function runExport(
  [directory]: readonly [string],
  options: ParsedOptions,
): Promise<CommandResult> {
  const { weightBits, output, ...asked } = options as Partial<{
    to: ExportForm;
    weightBits: `${WeightBits}`;
    output: string;
  }>;
  const to = exportForm(asked.to, output);
  if ((to === 'tfjs' || to === 'onnx') && weightBits)
    throw usageError('--weight-bits needs --to module or --to page.');
  const { exportBrowserModel, exportInferenceModule, exportOnnxModel, modelMetadata } = await import(
    '../../index.js'
  );
  const model = await loadModelForCommand(directory);
  const name = fileNameOf(modelMetadata(model).name);
  const settings: { weightBits?: WeightBits } = weightBits
    ? { weightBits: Number(weightBits) as WeightBits }
    : {};
  let files: ExportedFile[];
  if (to === 'tfjs') files = await exportBrowserModel(model, output ?? name);
  else if (to === 'onnx') files = [await exportOnnxModel(model, output ?? `${name}.onnx`)];
  else if (to === 'page') files = [await exportPage(model, output ?? `${name}.html`, settings)];
  else files = [await exportInferenceModule(model, output ?? `${name}.ts`, settings)];
  const cost = await measuredCost(model, settings.weightBits);
  return {
    data: { to, files, ...(cost ? { weightBitsCost: cost } : {}) },
    text:
      formatTable(
        files.map(({ file, bytes }) => [file, formatBytes(bytes)]),
        [1],
      ) +
      takes(to, modelMetadata(model).imageShape) +
      (cost ? costText(cost, settings.weightBits!) : ''),
  };
}

/** What rounding the weights costs, where the test images of what the model was trained on are at hand. */
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
    `are classified right, with 32 bits ${formatPercent(whole)}.\n`
  );
}

/** What has to be given to the file: wrongly scaled pixels are no error, only wrong answers. */
function takes(to: ExportForm, imageShape: readonly number[]): string {
  if (to === 'page') return '';
  const usage = to === 'tfjs' ? ' MODEL.md tells how to use it.' : '';
  return `Takes images of ${imageShape.join(' × ')} pixels from 0 (background) to 255, not scaled.${usage}\n`;
}

/** What the model was trained on says whether its page takes drawings or photos. */
async function exportPage(model: Sequential, file: string, settings: DrawPageOptions): Promise<ExportedFile> {
  const { exportDrawPage } = await import('../../export/draw-page.js');
  const { isDatasetName } = await import('../../datasets/catalogue.js');
  const { modelMetadata } = await import('../../models/metadata.js');
  const { trainedForm } = await import('../../models/to-model-input.js');
  const form = trainedForm(model);
  const dataset = String(modelMetadata(model).trainedWith?.dataset ?? '');
  // Its images were made from photos in a way that nobody's own can be.
  if (form === 'plain' && isDatasetName(dataset))
    throw inputError(
      `Making a page: expected a model of handwriting as in MNIST, of garments as in Fashion-MNIST or of pictures of your own but found one of ${dataset}. Use --to module in a page of your own.`,
    );
  const subjects = { digit: 'digit', garment: 'fashion', plain: 'picture' } as const;
  return await exportDrawPage({ [subjects[form]]: model }, file, settings);
}
