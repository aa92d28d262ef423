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
    `${countOf(some.length, 'image')} ${some.length === 1 ? 'is' : 'are'}`;
  const inBoth = duplicates.filter(({ acrossParts }) => acrossParts);
  const inSeveral = duplicates.filter(({ acrossClasses, acrossParts }) => acrossClasses && !acrossParts);
  const others = duplicates.filter(({ acrossClasses, acrossParts }) => !acrossClasses && !acrossParts);
  const issues: FolderIssue[] = [];
  const add = (kind: FolderIssue['kind'], some: readonly Duplicates[], text: string) => {
    if (some.length > 0) issues.push({ kind, text: `${pictures(some)} ${text}`, files: list(some) });
  };
  add(
    'problem',
    inBoth,
    'in several splits (data leakage), so the accuracy will be too high: delete one of each.',
  );
  add('problem', inSeveral, 'in several classes: delete the wrong ones.');
  const risk = parts.length === 1 ? ', so that one may be used for training and the other for testing' : '';
  add('remark', others, `duplicated${risk}: delete all but one of each.`);
  if (!lookedForSimilar)
    issues.push({
      kind: 'remark',
      text: 'Too many images to search for similar ones: only identical files were compared.',
    });
  return issues;
}

function ofSizes({ sizes }: FolderReport): FolderIssue[] {
  const issues: FolderIssue[] = [];
  const [first] = sizes;
  if (sizes.length > 1)
    issues.push({
      kind: 'remark',
      text: `The images have ${sizes.length} sizes: set the size to scale them to, such as --image-shape 28x28 (imageShape in the library), or choose a preprocessing.`,
    });
  else if (first && Math.max(first.rows, first.columns) > largeSide)
    issues.push({
      kind: 'remark',
      text: `Images of ${first.columns} × ${first.rows} pixels need a large first layer: --image-shape 28x28 (imageShape in the library) is often enough.`,
    });
  return issues;
}

function ofColours({ colourCount }: FolderReport): FolderIssue[] {
  if (colourCount === 0) return [];
  const text = `${countOf(colourCount, 'image')} in colour: they are converted to grey, so differences in colour alone cannot be learned.`;
  return [{ kind: 'remark', text }];
}
