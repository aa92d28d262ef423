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
      text: `Expected at least two classes but found ${found}. Create a folder for each class. Splits are folders called ${wantedPartNames}.`,
    });
  }
  const untrained = classes.filter(({ counts }) => counts[0] === 0);
  const names = (some: typeof classes) => listOf(some.map(({ name }) => name));
  const tested = untrained.filter(({ counts }) => counts.some((count) => count > 0));
  const empty = untrained.filter((each) => !tested.includes(each));
  if (tested.length > 0)
    issues.push({
      kind: 'problem',
      text: `No training images of: ${names(tested)}. Add some, or remove these classes from the other splits.`,
    });
  const place = parts[0] === 'train' ? ' in train' : '';
  if (empty.length > 0)
    issues.push({ kind: 'problem', text: `No usable images${place} of: ${names(empty)}.` });
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
        `The classes are imbalanced: ${countOf(largest.count, 'image')} of ${largest.name}, ` +
        `${smallest.count} of ${smallest.name}. Always predicting ${largest.name} would be correct ` +
        `${formatPercent(share, 0)} of the time, so check the scores of each class, add images, or train with --class-weights balanced (classWeights in the library).`,
    });
  }
  const place = parts[0] === 'train' ? ' to train on' : '';
  const under = (most: number, least: number, advice: string) => {
    const few = filled.filter(({ count }) => count < most && count >= least);
    if (few.length === 0) return;
    const list = few.map(({ name, count }) => `${name} (${count})`).join(', ');
    issues.push({ kind: 'remark', text: `Fewer than ${most} images${place} of: ${list}. ${advice}` });
  };
  under(tooFewPictures, 1, 'A network hardly learns these classes: add images, or remove the classes.');
  under(fewPictures, tooFewPictures, 'Their results will vary by chance.');
  return issues;
}
