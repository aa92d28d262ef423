import { countOf, formatPercent, listOf } from '../../../text/format.js';
import { wantedPartNames } from '../folder-parts.js';
import type { FolderIssue, FolderReport } from './inspect-folder.js';

/** Classes are reported as imbalanced if the largest has this many times the images of the smallest. */
const unevenFrom = 3;
const fewPictures = 20;
const tooFewPictures = 5;

/** Issues about the classes: their number, and whether each has enough images. */
export function classIssues(report: FolderReport): FolderIssue[] {
  return [...ofClasses(report), ...ofBalance(report)];
}

function ofClasses({ classes, parts }: FolderReport): FolderIssue[] {
  const issues: FolderIssue[] = [];
  if (classes.length < 2) {
    const found = classes[0] ? `one, ${classes[0].name}` : 'none';
    issues.push({
      kind: 'problem',
      text: `Expected at least two classes but found ${found}. Make a folder for each class. Parts are folders called ${wantedPartNames}.`,
    });
  }
  const untrained = classes.filter(({ counts }) => counts[0] === 0);
  const names = (some: typeof classes) => listOf(some.map(({ name }) => name));
  const tested = untrained.filter(({ counts }) => counts.some((count) => count > 0));
  const empty = untrained.filter((each) => !tested.includes(each));
  if (tested.length > 0)
    issues.push({
      kind: 'problem',
      text: `Tested but never trained: ${names(tested)}. Add pictures of it to train, or move it out of the other parts.`,
    });
  const place = parts[0] === 'train' ? ' in train' : '';
  if (empty.length > 0)
    issues.push({ kind: 'problem', text: `No picture${place} that can be used of: ${names(empty)}.` });
  const untested = classes.filter(({ counts }) => counts[parts.indexOf('test')] === 0);
  if (untested.length > 0)
    issues.push({
      kind: 'remark',
      text: `No test images of ${names(untested)}: accuracy on them cannot be measured.`,
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
        `${formatPercent(share, 0)} of the time, so look at each class, add pictures, or train with --class-weights balanced (classWeights in the library).`,
    });
  }
  const place = parts[0] === 'train' ? ' to train on' : '';
  const under = (most: number, least: number, advice: string) => {
    const few = filled.filter(({ count }) => count < most && count >= least);
    if (few.length === 0) return;
    const list = few.map(({ name, count }) => `${name} (${count})`).join(', ');
    issues.push({ kind: 'remark', text: `Fewer than ${most} pictures${place} of: ${list}. ${advice}` });
  };
  under(tooFewPictures, 1, 'These classes are hardly learned: add pictures, or leave the classes out.');
  under(fewPictures, tooFewPictures, 'The result will have much of chance in it.');
  return issues;
}
