import path from 'node:path';

/** A folder, then the one it lies in, and so on up to the root of the disk: absolute paths. */
export function* foldersUpwards(folder: string): Generator<string> {
  for (let current = path.resolve(folder); ; current = path.dirname(current)) {
    yield current;
    if (current === path.dirname(current)) return;
  }
}
