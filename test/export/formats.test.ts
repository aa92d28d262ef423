/** Follows the recipe for a new export format in ARCHITECTURE.md. */

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createDigitModel, modelMetadata, saveModel } from 'mnist-lab';
import { expect, it, onTestFinished } from 'vitest';
import { type ExportFormat, exportFormats } from '../../lib/src/export/formats.js';
import { optionFiles } from '../../scripts/options/option-files.js';
import { runRecorded } from '../cli/run-recorded.js';
import { temporaryFolder } from '../temporary-folder.js';

const classList: ExportFormat = {
  name: 'classes',
  help: 'a list of the classes',
  endings: ['.list'],
  example: ['-o digit.list', 'one line per class'],
  usage: () => 'One line per class.',
  accepts: async (model) =>
    modelMetadata(model).name === 'secret' ? 'Listing classes: expected a public model.' : undefined,
  async write(model, output) {
    const text = modelMetadata(model).classNames.join('\n');
    writeFileSync(output, text);
    return [{ file: output, bytes: text.length }];
  },
};

it('a new row in the table of export formats appears in mnist-lab export, its help and docs/options.md', async () => {
  const table = exportFormats as ExportFormat[];
  table.push(classList);
  onTestFinished(() => void table.pop());
  const help = (await runRecorded(['export', '--help'])).out.replaceAll(/\s+/g, ' ');
  expect(help).toContain(
    'a safetensors file of the weights alone, for Python and JavaScript or a list of the classes.',
  );
  expect(help).toContain('tfjs, safetensors, classes');
  expect(help).toContain('$ mnist-lab export models/digit -o digit.list one line per class');
  expect(optionFiles()['docs/options.md']).toContain('| `classes` | a list of the classes | `.list` |');

  const folder = temporaryFolder();
  await saveModel(createDigitModel({ hiddenUnits: [4] }), folder);
  const output = path.join(folder, 'digit.list');
  expect(await runRecorded(['export', folder, '-o', output])).toEqual({
    code: 0,
    out: `${output}  19 B\nOne line per class.\n`,
    err: '',
  });
  expect((await runRecorded(['export', folder, '-o', 'a.list', '--format', 'onnx'])).err).toContain(
    'expected --format onnx to make .onnx but found "a.list"',
  );
  await saveModel(createDigitModel({ hiddenUnits: [4], name: 'secret' }), folder);
  expect((await runRecorded(['export', folder, '--format', 'classes'])).err).toBe(
    'Listing classes: expected a public model. Use --format module, --format page, --format onnx, --format tfjs or --format safetensors.\n',
  );
});
