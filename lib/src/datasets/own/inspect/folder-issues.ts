import { countOf } from '../../../text/format.js';
import type { SkippedFile } from '../../dataset.js';
import { classIssues } from './class-issues.js';
import { imageIssues } from './image-issues.js';
import type { FolderIssue, FolderReport } from './inspect-folder.js';

/** Options of {@link folderIssues}: how the folder will be used, on which some issues depend. */
export interface IssueOptions {
  /** Whether broken files will be skipped, in which case they are not a problem. Defaults to `false`. */
  readonly skipBroken?: boolean;
  /**
   * Whether all images will be scaled to one size, in which case differing sizes do not matter. Defaults to
   * `false`.
   */
  readonly isScaled?: boolean;
}

/**
 * Describes problems and remarks about a folder of images, in sentences.
 *
 * @param report Result of `inspectFolder`.
 * @returns The issues, problems first.
 *
 * @example
 * for (const { kind, text } of folderIssues(await inspectFolder('./leaves'))) console.log(`${kind}: ${text}`);
 */
export function folderIssues(
  report: FolderReport,
  { skipBroken = false, isScaled = false }: IssueOptions = {},
): FolderIssue[] {
  const issues = [
    ...ofBroken(report, skipBroken),
    ...ofSkipped(report),
    ...classIssues(report),
    ...imageIssues(report, isScaled),
  ];
  return issues.toSorted((one, other) => Number(one.kind === 'remark') - Number(other.kind === 'remark'));
}

function ofBroken({ skipped }: FolderReport, skipBroken: boolean): FolderIssue[] {
  const broken = skipped.filter(({ kind }) => kind === 'broken');
  if (broken.length === 0) return [];
  const advice = skipBroken
    ? 'skipped.'
    : 'replace or delete them, or skip them with --skip-broken (skipBroken in the library).';
  return [
    {
      kind: skipBroken ? 'remark' : 'problem',
      text: `${countOf(broken.length, 'image file')} cannot be read: ${advice}`,
      files: broken.map(withReason),
    },
  ];
}

function ofSkipped({ skipped }: FolderReport): FolderIssue[] {
  const ofKind = (wanted: SkippedFile['kind']) => skipped.filter(({ kind }) => kind === wanted);
  const [unreadable, others] = [ofKind('unreadable'), ofKind('other')];
  const issues: FolderIssue[] = [];
  if (unreadable.length > 0)
    issues.push({
      kind: 'remark',
      text: `${countOf(unreadable.length, 'image')} cannot be preprocessed: skipped.`,
      files: unreadable.map(withReason),
    });
  if (others.length > 0)
    issues.push({
      kind: 'remark',
      text: `${countOf(others.length, 'file')} skipped:`,
      files: others.map(withReason),
    });
  return issues;
}

function withReason({ file, reason }: SkippedFile): string {
  return `${file}: ${reason}`;
}
