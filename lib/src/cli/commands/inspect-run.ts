import type { FolderIssue, FolderReport } from '../../datasets/own/inspect/inspect-folder.js';
import { type Preprocessing, sizeAfter } from '../../images/preprocessing.js';
import { ProgressLine } from '../../terminal/progress-line.js';
import { countOf, formatCount, formatTable } from '../../text/format.js';
import type { CommandContext, CommandResult, ParsedOptions } from '../command.js';
import { exitCode, inputError, usageError } from '../exit-code.js';

/** Inspects every file and reports problems. */
export async function runInspect(
  [folder]: readonly [string],
  options: ParsedOptions,
  { terminal, signal }: CommandContext,
): Promise<CommandResult> {
  const skipBroken = options.skipBroken === true;
  const preprocessing = (options.preprocessing ?? 'resize') as Preprocessing;
  const isScaled = sizeAfter(preprocessing) !== undefined;
  const sheet = options.contactSheet as string | undefined;
  const { checkContactSheetFile, writeContactSheet } = await import('../../export/contact-sheet.js');
  const { inspectFolder } = await import('../../datasets/own/inspect/inspect-folder.js');
  const { folderIssues } = await import('../../datasets/own/inspect/folder-issues.js');
  try {
    if (sheet !== undefined) checkContactSheetFile(sheet, folder);
  } catch (error) {
    throw usageError((error as Error).message);
  }
  const progress = new ProgressLine(terminal.progress);
  let report: FolderReport;
  try {
    report = await inspectFolder(folder, {
      preprocessing,
      signal,
      onProgress: (done, total) =>
        progress.update(`${formatCount(done)} of ${countOf(total, 'image')} inspected`),
    });
    if (sheet !== undefined) await writeContactSheet(report, sheet, { skipBroken, isScaled });
  } catch (error) {
    signal.throwIfAborted();
    throw inputError((error as Error).message, error);
  } finally {
    progress.clear();
  }
  const issues = folderIssues(report, { skipBroken, isScaled });
  const { pictures, ...counted } = report;
  const isSound = issues.every(({ kind }) => kind === 'remark');
  return {
    data: { ...counted, count: pictures.length, issues, contactSheet: sheet ?? null },
    text: reportText(report, issues, sheet),
    exitCode: isSound ? exitCode.done : exitCode.failed,
  };
}

function reportText(report: FolderReport, issues: readonly FolderIssue[], sheet?: string): string {
  const { folder, classes, sizes, pictures, parts } = report;
  const head = `${folder}: ${countOf(pictures.length, 'image')} in ${countOf(classes.length, 'class', 'classes')}\n`;
  const names = { all: 'IMAGES', train: 'TRAIN', validation: 'VALIDATION', test: 'TEST' } as const;
  const rows = classes.map(({ name, counts }) => [name, ...counts.map(formatCount)]);
  const table = formatTable([['CLASS', ...parts.map((part) => names[part])], ...rows], [1, 2, 3]);
  const most = sizes
    .slice(0, 5)
    .map(({ rows: height, columns, count }) => `${columns} × ${height} (${count})`);
  const more = sizes.length > most.length ? `, and ${sizes.length - most.length} more` : '';
  const sizeLine = most.length > 0 ? `\nSizes: ${most.join(', ')}${more}\n` : '';
  const sheetLine = sheet === undefined ? '' : `\nContact sheet: ${sheet}\n`;
  const of = (wanted: FolderIssue['kind'], title: string) => {
    const some = issues.filter(({ kind }) => kind === wanted);
    return some.length > 0 ? `\n${title}\n${some.map(issueText).join('')}` : '';
  };
  const verdict = issues.some(({ kind }) => kind === 'problem') ? '' : '\nNo problems found.\n';
  return `${head}\n${table}${sizeLine}${of('problem', 'Problems')}${of('remark', 'Notes')}${sheetLine}${verdict}`;
}

function issueText({ text, files = [] }: FolderIssue): string {
  return `- ${text}\n${files.map((file) => `    ${file}\n`).join('')}`;
}
