import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { hasProcessEnded, markPattern, processMark } from './process-mark.js';

const pattern = new RegExp(`^mnist-lab-(${markPattern})-[0-9a-f]{12}\\.(tmp|turn)$`);

/** Milliseconds after which another machine's file counts as abandoned: its process cannot be checked. */
const foreignAge = { tmp: 24 * 60 * 60 * 1000, turn: 10 * 1000 };

/**
 * A unique path with the mark of this process: for a file or folder that is renamed once it is complete
 * (`tmp`), or for this process's lock on the folder (`turn`).
 */
export function temporaryFile(folder: string, ending: keyof typeof foreignAge = 'tmp'): string {
  return path.join(folder, `mnist-lab-${processMark()}-${randomBytes(6).toString('hex')}.${ending}`);
}

/** Names of the lock files in a folder, except abandoned ones. */
export function turnsIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.turn') && !isAbandoned(folder, name));
}

/**
 * Removes temporary files of killed processes from a folder. Files of another machine are removed after a
 * day, and its lock files after ten seconds.
 */
export function removeAbandonedFiles(folder: string): void {
  try {
    for (const name of readdirSync(folder))
      if (isAbandoned(folder, name)) rmSync(path.join(folder, name), { recursive: true, force: true });
  } catch {
    // A failed cleanup must not prevent writing: another process may be cleaning up too, or permission may be
    // missing.
  }
}

function isAbandoned(folder: string, name: string): boolean {
  const [, mark, ending] = pattern.exec(name) ?? [];
  if (!mark) return false;
  const hasEnded = hasProcessEnded(mark);
  if (hasEnded !== undefined) return hasEnded;
  const status = statSync(path.join(folder, name), { throwIfNoEntry: false });
  return status !== undefined && Date.now() - status.mtimeMs > foreignAge[ending as keyof typeof foreignAge];
}
