import { countOf } from '../../../text/format.js';
import type { Duplicates } from './find-duplicates.js';
import type { FolderIssue, FolderReport } from './inspect-folder.js';

/** Longest side above which the first layer of a dense network becomes large, in pixels. */
const largeSide = 64;

/** Issues about the images: duplicates, sizes and colours. */
export function imageIssues(report: FolderReport, isScaled: boolean): FolderIssue[] {
  return [...ofDuplicates(report), ...(isScaled ? [] : ofSizes(report)), ...ofColours(report)];
}

function ofDuplicates({ duplicates, lookedForSimilar, parts }: FolderReport): FolderIssue[] {
  const list = (some: readonly Duplicates[]) =>
    some.map(({ files, kind }) => `${files.join(' = ')}${kind === 'similar' ? ' (saved again)' : ''}`);
  const pictures = (some: readonly Duplicates[]) =>
    `${countOf(some.length, 'picture')} ${some.length === 1 ? 'is' : 'are'}`;
  const inBoth = duplicates.filter(({ acrossParts }) => acrossParts);
  const inSeveral = duplicates.filter(({ acrossClasses, acrossParts }) => acrossClasses && !acrossParts);
  const others = duplicates.filter(({ acrossClasses, acrossParts }) => !acrossClasses && !acrossParts);
  const issues: FolderIssue[] = [];
  const add = (kind: FolderIssue['kind'], some: readonly Duplicates[], text: string) => {
    if (some.length > 0) issues.push({ kind, text: `${pictures(some)} ${text}`, files: list(some) });
  };
  add('problem', inBoth, 'in several parts, which makes the result too good: delete one of each.');
  add('problem', inSeveral, 'in several classes: delete what is wrong.');
  const risk = parts.length === 1 ? ', so that one may be learned and the other tested' : '';
  add('remark', others, `there more than once${risk}: delete all but one of each.`);
  if (!lookedForSimilar)
    issues.push({
      kind: 'remark',
      text: 'Too many images to search for ones that were saved again: only equal files were searched for.',
    });
  return issues;
}

function ofSizes({ sizes }: FolderReport): FolderIssue[] {
  const issues: FolderIssue[] = [];
  const [first] = sizes;
  if (sizes.length > 1)
    issues.push({
      kind: 'remark',
      text: `Pictures of ${sizes.length} sizes: say which all are scaled to, such as --image-shape 28x28 (imageShape in the library), or choose a preprocessing.`,
    });
  else if (first && Math.max(first.rows, first.columns) > largeSide)
    issues.push({
      kind: 'remark',
      text: `Pictures of ${first.columns} × ${first.rows} pixels make a large first layer: --image-shape 28x28 (imageShape in the library) is often enough.`,
    });
  return issues;
}

function ofColours({ colourCount }: FolderReport): FolderIssue[] {
  if (colourCount === 0) return [];
  const text = `${countOf(colourCount, 'picture')} in colour: they are made grey, so what only colour tells apart cannot be learned.`;
  return [{ kind: 'remark', text }];
}
