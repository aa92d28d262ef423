/**
 * Ends a sweep where the reason of a failure is that there is no room, on whatever node: every training after it would
 * fail as well.
 *
 * @throws {Error} if the words say so.
 */
export function rethrowFullDisk(message: string | undefined, directory: string): void {
  if (message === undefined || !/No space left on device|Disk quota exceeded|ENOSPC|EDQUOT/.test(message))
    return;
  throw Object.assign(
    new Error(
      `Sweeping: expected room on the disk but it is full (${message}). Make room, then go on with what is finished: ` +
        `--resume ${directory}.`,
    ),
    { code: 'ENOSPC' },
  );
}
