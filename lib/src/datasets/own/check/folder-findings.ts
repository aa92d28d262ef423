import { countOf } from '../../../text/format.js';
import type { LeftOutFile } from '../../dataset.js';
import type { FolderCheck, FolderFinding } from './check-folder.js';
import { classFindings } from './class-findings.js';
import { pictureFindings } from './picture-findings.js';

/** What is said of a folder depends on what it is for. */
export interface FindingOptions {
  /** Whether broken files are going to be left out, so that they are no problem. Defaults to `false`. */
  readonly skipBroken?: boolean;
  /** Whether all are going to be scaled to one size, so that theirs is no matter. Defaults to `false`. */
  readonly isScaled?: boolean;
}

/**
 * What is wrong with a folder of pictures, and what is worth knowing about it, in sentences.
 *
 * @param check What `checkFolder` found.
 * @returns Problems first.
 *
 * @example
 * for (const { kind, text } of folderFindings(await checkFolder('./leaves'))) console.log(`${kind}: ${text}`);
 */
export function folderFindings(
  check: FolderCheck,
  { skipBroken = false, isScaled = false }: FindingOptions = {},
): FolderFinding[] {
  const findings = [
    ...ofBroken(check, skipBroken),
    ...ofLeftOut(check),
    ...classFindings(check),
    ...pictureFindings(check, isScaled),
  ];
  return findings.toSorted((one, other) => Number(one.kind === 'remark') - Number(other.kind === 'remark'));
}

function ofBroken({ leftOut }: FolderCheck, skipBroken: boolean): FolderFinding[] {
  const broken = leftOut.filter(({ kind }) => kind === 'broken');
  if (broken.length === 0) return [];
  const advice = skipBroken
    ? 'left out.'
    : 'replace or delete them, or have them left out with --skip-broken (skipBroken in the library).';
  return [
    {
      kind: skipBroken ? 'remark' : 'problem',
      text: `${countOf(broken.length, 'image file')} cannot be read: ${advice}`,
      files: broken.map(withReason),
    },
  ];
}

function ofLeftOut({ leftOut }: FolderCheck): FolderFinding[] {
  const ofKind = (wanted: LeftOutFile['kind']) => leftOut.filter(({ kind }) => kind === wanted);
  const [unreadable, others] = [ofKind('unreadable'), ofKind('other')];
  const findings: FolderFinding[] = [];
  if (unreadable.length > 0)
    findings.push({
      kind: 'remark',
      text: `${countOf(unreadable.length, 'picture')} cannot be preprocessed: left out.`,
      files: unreadable.map(withReason),
    });
  if (others.length > 0)
    findings.push({
      kind: 'remark',
      text: `${countOf(others.length, 'file')} left out:`,
      files: others.map(withReason),
    });
  return findings;
}

function withReason({ file, reason }: LeftOutFile): string {
  return `${file}: ${reason}`;
}
