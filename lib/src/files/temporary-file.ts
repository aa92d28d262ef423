import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { hasProcessEnded, markPattern, processMark } from './process-mark.js';

const pattern = new RegExp(`^mnist-lab-(${markPattern})-[0-9a-f]{12}\\.(tmp|turn)$`);

/**
 * How long a file of another machine is left alone, in milliseconds: whether its writer lives cannot be asked. What a
 * turn is for takes some milliseconds.
 */
const foreignAge = { tmp: 24 * 60 * 60 * 1000, turn: 10 * 1000 };

/** A name nobody else uses for a file, or a folder, that is to be renamed once it is whole; it tells who writes it. */
export function temporaryFile(folder: string): string {
  return path.join(folder, ownName('tmp'));
}

/** A name nobody else uses for a file that stands for this process's turn in a folder. */
export function turnFile(folder: string): string {
  return path.join(folder, ownName('turn'));
}

/** Names of the files that stand for turns of living processes in a folder. */
export function turnsIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.turn') && !isAbandoned(folder, name));
}

/**
 * Removes what writers that were killed have left in a folder. A file or folder whose writer lives is never touched;
 * one that was written on another machine, or before this one was started, is once it is old: a day, or ten seconds
 * where it stands for a turn.
 */
export function removeAbandonedFiles(folder: string): void {
  try {
    for (const name of readdirSync(folder))
      if (isAbandoned(folder, name)) rmSync(path.join(folder, name), { recursive: true, force: true });
  } catch {
    // Tidying must not keep anyone from writing: another writer may be tidying as well, or it is not allowed here.
  }
}

function ownName(ending: keyof typeof foreignAge): string {
  return `mnist-lab-${processMark()}-${randomBytes(6).toString('hex')}.${ending}`;
}

function isAbandoned(folder: string, name: string): boolean {
  const [, mark, ending] = pattern.exec(name) ?? [];
  if (!mark) return false;
  const hasEnded = hasProcessEnded(mark);
  if (hasEnded !== undefined) return hasEnded;
  const status = statSync(path.join(folder, name), { throwIfNoEntry: false });
  return status !== undefined && Date.now() - status.mtimeMs > foreignAge[ending as keyof typeof foreignAge];
}
