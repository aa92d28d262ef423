/** Follows the recipes for a new dataset, figure and command in ARCHITECTURE.md. */

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { classCounts, type DatasetEntry, type DatasetName, loadDataset } from 'mnist-lab';
import { type Figure, show } from 'mnist-lab/notebook';
import { describe, expect, it, vi } from 'vitest';
import { type CreateCommand, defineCommand } from '../../lib/src/cli/command.js';
import { commandTable } from '../../lib/src/cli/command-table.js';
import { catalogue } from '../../lib/src/datasets/catalogue.js';
import { runRecorded } from '../cli/run-recorded.js';
import { smallEntry } from '../datasets/small-entry.js';
import { temporaryFolder } from '../temporary-folder.js';

const { entry, bytes } = smallEntry();
(catalogue as Record<string, DatasetEntry>).small = entry;

const greet = defineCommand<[string]>({
  name: 'greet',
  summary: 'greet somebody',
  arguments: [['<name>', 'whom']],
  examples: [['mnist-lab greet Ada', 'a greeting']],
  load:
    async () =>
    async ([name]) => ({ data: { greeted: name }, text: `Hello, ${name}.\n` }),
});
(commandTable as Record<string, () => Promise<CreateCommand>>).greet = async () => greet;

/** The number of images of each class, as points. */
function pointsFigure(names: readonly string[], counts: readonly number[]): Figure {
  return {
    name: 'points',
    description: `Images of each class: ${names.map((name, index) => `${name} ${counts[index]}`).join(', ')}.`,
    data: [{ type: 'scatter', mode: 'markers', x: [...names], y: [...counts] }],
    layout: { title: { text: 'Points' } },
  };
}

describe('a new dataset', () => {
  it('is loaded by its name, in the library and on the command line', async () => {
    const directory = folderOf();
    const { train, classNames } = await loadDataset('small' as DatasetName, { directory });
    expect([train.count, classNames]).toEqual([80, ['a', 'b', 'c']]);
    const words = [
      'train',
      'small',
      '--data',
      directory,
      '--epochs',
      '1',
      '--output',
      path.join(directory, 'model'),
    ];
    expect(await runRecorded(words)).toMatchObject({
      code: 0,
      out: expect.stringContaining('Test: accuracy'),
    });
  });
});

describe('a new figure', () => {
  it('prints its description outside a notebook', async () => {
    const { train } = await loadDataset('small' as DatasetName, { directory: folderOf() });
    const written: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    await show(pointsFigure(train.classNames, classCounts(train)));
    vi.restoreAllMocks();
    expect(written.join('')).toMatch(/points: Images of each class: a \d+, b \d+, c \d+\./);
  });
});

describe('a new command', () => {
  it('has text and JSON output and help, is listed by mnist-lab --help, and is suggested for a misspelt name', async () => {
    expect(await runRecorded(['greet', 'Ada'])).toEqual({ code: 0, out: 'Hello, Ada.\n', err: '' });
    expect(JSON.parse((await runRecorded(['greet', 'Ada', '--json'])).out)).toEqual({ greeted: 'Ada' });
    expect((await runRecorded(['greet', '--help'])).out).toContain('Greet somebody.');
    expect((await runRecorded(['--help'])).out).toContain('greet somebody');
    expect((await runRecorded(['gret', 'Ada'])).err).toContain('(Did you mean greet?)');
  });
});

/** A folder with the files of the toy dataset. */
function folderOf(): string {
  const directory = temporaryFolder();
  mkdirSync(path.join(directory, 'small'));
  for (const [name, content] of bytes) writeFileSync(path.join(directory, 'small', name), content);
  return directory;
}
