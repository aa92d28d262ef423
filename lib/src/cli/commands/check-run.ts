import { stat } from 'node:fs/promises';
import type { FolderCheck, FolderFinding } from '../../datasets/own/check/check-folder.js';
import { type Preprocessing, sizeAfter } from '../../images/preprocessing.js';

import { ProgressLine } from '../../terminal/progress-line.js';
import { countOf, formatCount, formatTable } from '../../text/format.js';
import type { CommandContext, CommandResult, ParsedOptions } from '../command.js';
import { exitCode, inputError, usageError } from '../exit-code.js';

/** Looks at every file, says what is there and what is wrong. */
export async function runCheck(
  [folder]: readonly [string],
  options: ParsedOptions,
  { terminal, signal }: CommandContext,
): Promise<CommandResult> {
  const skipBroken = options.skipBroken === true;
  const preprocessing = (options.preprocessing ?? 'resize') as Preprocessing;
  const isScaled = sizeAfter(preprocessing) !== undefined;
  const sheet = options.contactSheet as string | undefined;
  const { checkContactSheetName, writeContactSheet } = await import('../../export/contact-sheet.js');
  const { folderFindings } = await import('../../datasets/own/check/folder-findings.js');
  try {
    if (sheet !== undefined) checkContactSheetName(sheet);
  } catch (error) {
    throw usageError((error as Error).message);
  }
  const progress = new ProgressLine(terminal.progress);
  let check: FolderCheck;
  try {
    check = await lookOver(folder, preprocessing, signal, (done, total) =>
      progress.update(`${formatCount(done)} of ${countOf(total, 'picture')} looked at`),
    );
    if (sheet !== undefined) await writeContactSheet(check, sheet, { skipBroken, isScaled });
  } catch (error) {
    signal.throwIfAborted();
    throw inputError((error as Error).message, error);
  } finally {
    progress.clear();
  }
  const findings = folderFindings(check, { skipBroken, isScaled });
  const { pictures, ...counted } = check;
  const isSound = findings.every(({ kind }) => kind === 'remark');
  return {
    data: { ...counted, count: pictures.length, findings, contactSheet: sheet ?? null },
    text: checkText(check, findings, sheet),
    exitCode: isSound ? exitCode.done : exitCode.failed,
  };
}

async function lookOver(
  folder: string,
  preprocessing: Preprocessing,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<FolderCheck> {
  const { checkFolder } = await import('../../datasets/own/check/check-folder.js');
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new Error(`Checking pictures: expected a folder but found none named ${folder}.`);
  return await checkFolder(folder, { preprocessing, signal, onProgress });
}

function checkText(check: FolderCheck, findings: readonly FolderFinding[], sheet?: string): string {
  const { folder, classes, sizes, pictures, parts } = check;
  const head = `${folder}: ${countOf(pictures.length, 'picture')} in ${countOf(classes.length, 'class', 'classes')}\n`;
  const names = { all: 'PICTURES', train: 'TRAIN', validation: 'VALIDATION', test: 'TEST' } as const;
  const rows = classes.map(({ name, counts }) => [name, ...counts.map(formatCount)]);
  const table = formatTable([['CLASS', ...parts.map((part) => names[part])], ...rows], [1, 2, 3]);
  const most = sizes
    .slice(0, 5)
    .map(({ rows: height, columns, count }) => `${columns} × ${height} (${count})`);
  const more = sizes.length > most.length ? `, and ${sizes.length - most.length} more` : '';
  const sizeLine = most.length > 0 ? `\nSizes: ${most.join(', ')}${more}\n` : '';
  const sheetLine = sheet === undefined ? '' : `\nContact sheet: ${sheet}\n`;
  const of = (wanted: FolderFinding['kind'], title: string) => {
    const some = findings.filter(({ kind }) => kind === wanted);
    return some.length > 0 ? `\n${title}\n${some.map(findingText).join('')}` : '';
  };
  const verdict = findings.some(({ kind }) => kind === 'problem') ? '' : '\nNo problem found.\n';
  return `${head}\n${table}${sizeLine}${of('problem', 'Problems')}${of('remark', 'Worth knowing')}${sheetLine}${verdict}`;
}

function findingText({ text, files = [] }: FolderFinding): string {
  return `- ${text}\n${files.map((file) => `    ${file}\n`).join('')}`;
}
