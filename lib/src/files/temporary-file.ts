import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { hasProcessEnded, markPattern, processMark } from './process-mark.js';

const pattern = new RegExp(`^mnist-lab-(${markPattern})-[0-9a-f]{12}\\.(tmp|turn)$`);

/** Milliseconds after which a file of another machine counts as abandoned: whether its writer lives cannot be asked. */
const foreignAge = { tmp: 24 * 60 * 60 * 1000, turn: 10 * 1000 };

/**
 * A unique path that identifies this process as its writer: of a file or folder that is renamed once it is complete
 * (`tmp`), or of a file that stands for this process's turn in the folder.
 */
export function temporaryFile(folder: string, ending: keyof typeof foreignAge = 'tmp'): string {
  return path.join(folder, `mnist-lab-${processMark()}-${randomBytes(6).toString('hex')}.${ending}`);
}

/** Names of the turn files of living processes in a folder. */
export function turnsIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.turn') && !isAbandoned(folder, name));
}

/**
 * Removes what killed writers left in a folder. Files of living writers stay; those of another machine are removed after
 * a day, turn files after ten seconds.
 */
export function removeAbandonedFiles(folder: string): void {
  try {
    for (const name of readdirSync(folder))
      if (isAbandoned(folder, name)) rmSync(path.join(folder, name), { recursive: true, force: true });
  } catch {
    // Cleaning up never prevents writing: another writer may do the same now, or it is not allowed here.
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
