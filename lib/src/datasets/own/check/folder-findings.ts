import type { FolderCheck } from './check-folder.js';
import { classFindings } from './class-findings.js';
import { fileFindings } from './file-findings.js';
import type { FolderFinding } from './finding.js';
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
 * ```ts
 * for (const { kind, text } of folderFindings(await checkFolder('./leaves'))) console.log(`${kind}: ${text}`);
 * ```
 */
export function folderFindings(
  check: FolderCheck,
  { skipBroken = false, isScaled = false }: FindingOptions = {},
): FolderFinding[] {
  const findings = [
    ...fileFindings(check, skipBroken),
    ...classFindings(check),
    ...pictureFindings(check, isScaled),
  ];
  return findings.toSorted((one, other) => Number(one.kind === 'remark') - Number(other.kind === 'remark'));
}
