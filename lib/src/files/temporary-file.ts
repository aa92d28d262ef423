import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { hasProcessEnded, markPattern, processMark } from './process-mark.js';

const pattern = new RegExp(`^mnist-lab-(${markPattern})-[0-9a-f]{12}\\.tmp$`);

/** How long a file of another machine is left alone, in milliseconds: whether its writer lives cannot be asked. */
const foreignAge = 24 * 60 * 60 * 1000;

/** A name nobody else uses for a file in a folder that is to be renamed once it is whole; it tells who writes it. */
export function temporaryFile(folder: string): string {
  return path.join(folder, `mnist-lab-${processMark()}-${randomBytes(6).toString('hex')}.tmp`);
}

/**
 * Removes what writers that were killed have left in a folder. A file whose writer lives is never touched; one
 * that was written on another machine, or before this one was started, is once it is a day old.
 */
export function removeAbandonedFiles(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      const [, mark] = pattern.exec(name) ?? [];
      if (mark && isAbandoned(path.join(folder, name), mark))
        rmSync(path.join(folder, name), { force: true });
    }
  } catch {
    // Tidying must not keep anyone from writing: another writer may be tidying as well, or it is not allowed here.
  }
}

function isAbandoned(file: string, mark: string): boolean {
  return hasProcessEnded(mark) ?? Date.now() - statSync(file).mtimeMs > foreignAge;
}
