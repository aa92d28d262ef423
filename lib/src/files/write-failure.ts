const explanations: Readonly<Record<string, readonly [reason: string, remedy: string]>> = {
  ENOSPC: ['the disk is full', 'Free some space or choose another folder.'],
  EDQUOT: ['your disk quota is exceeded', 'Delete some of your files or choose another folder.'],
  EFBIG: ['the file exceeds the size limit', 'Choose another folder, or raise the limit (`ulimit -f`).'],
  EACCES: ['permission is denied', 'Choose another folder or ask its owner for permission.'],
  EPERM: ['the operation is not permitted', 'Choose another folder or ask its owner for permission.'],
  EROFS: ['the disk is read-only', 'Choose a folder on another disk.'],
  EISDIR: ['a folder has that name', 'Choose another name.'],
  ENOTDIR: ['a part of the path is a file, not a folder', 'Choose another path.'],
  EEXIST: ['a part of the path is a file, not a folder', 'Choose another path.'],
  ENOENT: ['its folder no longer exists', 'Try again, and do not remove the folder meanwhile.'],
  ENAMETOOLONG: ['the name is too long', 'Choose a shorter one.'],
  ELOOP: ['its links form a loop', 'Choose another path.'],
  EMFILE: ['too many files are open', 'Close some, or raise the limit (`ulimit -n`).'],
  ENFILE: ['too many files are open on this machine', 'Try again later.'],
  EBUSY: ['it is in use', 'Try again later.'],
  EIO: ['the disk has an input/output error', 'Choose a folder on another disk.'],
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
    `${doing}: expected to write "${file}" but ${reason}${known}. ${remedy} An existing file was not changed.`,
    { cause },
  );
  return Object.assign(failure, { code });
}
