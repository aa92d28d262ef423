import { countOf } from '../../../text/format.js';
import type { LeftOutFile } from '../../dataset.js';
import type { FolderCheck } from './check-folder.js';
import type { FolderFinding } from './finding.js';

/** What there is to say of files that cannot be used. */
export function fileFindings(check: FolderCheck, skipBroken: boolean): FolderFinding[] {
  return [...ofBroken(check, skipBroken), ...ofLeftOut(check)];
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
