import type { Sequential } from '@tensorflow/tfjs-node';
import type { DrawPageOptions } from '../../export/draw-page.js';
import type { ExportedFile } from '../../export/exported-file.js';
import type { WeightBits } from '../../export/network-data.js';
import { formatBytes } from '../../text/format-bytes.js';
import type { CommandResult, ParsedOptions } from '../command.js';
import { inputError, usageError } from '../command-error.js';
import { type ExportForm, exportForm, fileNameOf } from '../export-form.js';
import { formatTable } from '../format-table.js';
import { loadModelForCommand } from '../load-model-for-command.js';

/** Loads the model and writes it in the form asked for. */
export async function runExport(directory: string, options: ParsedOptions): Promise<CommandResult> {
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
  const settings = weightBits ? { weightBits: Number(weightBits) as WeightBits } : {};
  let files: ExportedFile[];
  if (to === 'tfjs') files = await exportBrowserModel(model, output ?? name);
  else if (to === 'onnx') files = [await exportOnnxModel(model, output ?? `${name}.onnx`)];
  else if (to === 'page') files = [await exportPage(model, output ?? `${name}.html`, settings)];
  else files = [await exportInferenceModule(model, output ?? `${name}.ts`, settings)];
  return {
    data: { to, files },
    text:
      formatTable(
        files.map(({ file, bytes }) => [file, formatBytes(bytes)]),
        [1],
      ) + takes(to, modelMetadata(model).imageShape),
  };
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
  const { trainedForm } = await import('../../models/to-model-input.js');
  const form = trainedForm(model);
  if (form === 'plain')
    throw inputError(
      'Making a page: expected a model of handwriting as in MNIST or of garments as in Fashion-MNIST but found one ' +
        'of other images. Use --to module in a page of your own.',
    );
  return await exportDrawPage(form === 'digit' ? { digit: model } : { fashion: model }, file, settings);
}
