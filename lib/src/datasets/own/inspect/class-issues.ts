import { countOf, formatPercent, listOf } from '../../../text/format.js';
import type { FolderIssue, FolderReport } from './inspect-folder.js';

/** Classes of which the largest has so many times the pictures of the smallest are called uneven. */
const unevenFrom = 3;
const fewPictures = 20;

/** What there is to say of the classes: how many there are, and whether each has enough pictures. */
export function classIssues(report: FolderReport): FolderIssue[] {
  return [...ofClasses(report), ...ofBalance(report)];
}

function ofClasses({ folder, classes, skipped, parts }: FolderReport): FolderIssue[] {
  const issues: FolderIssue[] = [];
  if (classes.length < 2) {
    const [only] = classes;
    const nested = only && skipped.some(({ reason }) => reason.startsWith('a folder'));
    const advice = nested
      ? ` It holds folders itself: if those are the classes, name ${folder}/${only.name} instead.`
      : ' Make a folder for each class.';
    const found = only ? `one, ${only.name}` : 'none';
    issues.push({ kind: 'problem', text: `Expected at least two classes but found ${found}.${advice}` });
  }
  const empty = classes.filter(({ counts }) => counts[0] === 0).map(({ name }) => name);
  const place = parts[0] === 'train' ? ' in train' : '';
  if (empty.length > 0)
    issues.push({ kind: 'problem', text: `No picture${place} that can be used of: ${listOf(empty)}.` });
  const untested = classes.filter(({ counts }) => counts[1] === 0).map(({ name }) => name);
  if (untested.length > 0)
    issues.push({
      kind: 'remark',
      text: `No picture in test of ${listOf(untested)}: nothing will be known of how well that is told.`,
    });
  return issues;
}

function ofBalance({ classes, parts }: FolderReport): FolderIssue[] {
  const sizes = classes.map(({ name, counts }) => ({ name, count: counts[0]! }));
  const filled = sizes.filter(({ count }) => count > 0).toSorted((one, other) => other.count - one.count);
  const [largest, smallest] = [filled[0], filled.at(-1)];
  if (!largest || !smallest) return [];
  const issues: FolderIssue[] = [];
  if (largest.count >= unevenFrom * smallest.count) {
    const share = largest.count / sizes.reduce((sum, { count }) => sum + count, 0);
    issues.push({
      kind: 'remark',
      text:
        `Classes are uneven: ${countOf(largest.count, 'picture')} of ${largest.name}, ` +
        `${smallest.count} of ${smallest.name}. Who always says ${largest.name} is right ` +
        `${formatPercent(share, 0)} of the time, so look at each class, or add pictures.`,
    });
  }
  const few = filled
    .filter(({ count }) => count < fewPictures)
    .map(({ name, count }) => `${name} (${count})`);
  const place = parts[0] === 'train' ? ' to train on' : '';
  if (few.length > 0)
    issues.push({
      kind: 'remark',
      text: `Fewer than ${fewPictures} pictures${place} of: ${few.join(', ')}. The result will have much of chance in it.`,
    });
  return issues;
}
