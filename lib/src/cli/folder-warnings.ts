import type { LoadedDataset } from '../datasets/dataset.js';

/** What of a folder was not used, and what of it cannot be trusted. */
export function folderWarnings({ leftOut = [], inBothParts = [] }: LoadedDataset): string[] {
  const lines: string[] = [];
  if (leftOut.length > 0) {
    lines.push(`${leftOut.length} ${leftOut.length === 1 ? 'file was' : 'files were'} left out:`);
    lines.push(...leftOut.map(({ file, reason }) => `  ${file}: ${reason}`));
  }
  if (inBothParts.length > 0) {
    const pictures = inBothParts.length === 1 ? 'picture is' : 'pictures are';
    lines.push(`${inBothParts.length} ${pictures} in train and in test, which makes the result too good:`);
    lines.push(...inBothParts.map((file) => `  ${file}`));
  }
  return lines;
}
