const explanations: Readonly<Record<string, readonly [reason: string, remedy: string]>> = {
  ENOSPC: ['the disk is full', 'Make room on it or choose another folder.'],
  EDQUOT: ['your share of the disk is used up', 'Delete files of yours there or choose another folder.'],
  EFBIG: ['files there may not be that large', 'Choose another folder, or raise the limit (`ulimit -f`).'],
  EACCES: ['you have no right to write there', 'Choose another folder or ask its owner for the right.'],
  EPERM: ['the system does not allow it', 'Choose another folder or ask its owner for the right.'],
  EROFS: ['the disk can only be read', 'Choose a folder on another disk.'],
  EISDIR: ['a folder has that name', 'Choose another name.'],
  ENOTDIR: ['a part of the path is a file, not a folder', 'Choose another path.'],
  EEXIST: ['a part of the path is a file, not a folder', 'Choose another path.'],
  ENOENT: ['its folder was removed meanwhile', 'Try again, and leave the folder until it is done.'],
  ENAMETOOLONG: ['the name is too long', 'Choose a shorter one.'],
  ELOOP: ['its links lead in a circle', 'Choose another path.'],
  EMFILE: ['too many files are open', 'Close some, or raise the limit (`ulimit -n`).'],
  ENFILE: ['too many files are open on this machine', 'Try again later.'],
  EBUSY: ['something else is using it', 'Try again later.'],
  EIO: ['the disk does not work as it should', 'Choose a folder on another disk.'],
};

/**
 * The error for a file that could not be written: the operation, the path, the reason and the fix. It has the
 * system's error as `cause` and its code, such as `'ENOSPC'`, as `code`.
 *
 * @param doing The operation, such as `'Saving a model'`.
 */
export function writeFailure(doing: string, file: string, cause: unknown): Error {
  const { code, message } = cause as NodeJS.ErrnoException;
  const [reason, remedy] = explanations[code ?? ''] ?? [message, 'Choose another folder.'];
  const known = code && code in explanations ? ` (${code})` : '';
  const failure = new Error(
    `${doing}: expected to write "${file}" but ${reason}${known}. ${remedy} What was there before is as it was.`,
    { cause },
  );
  return Object.assign(failure, { code });
}
