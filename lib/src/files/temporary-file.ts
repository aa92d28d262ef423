import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const pattern = /^mnist-lab-([0-9a-f]{8})-(\d+)-[0-9a-f]{12}\.tmp$/;

/** How long a file of another machine is left alone, in milliseconds: whether its writer lives cannot be asked. */
const foreignAge = 24 * 60 * 60 * 1000;

let ownMachine: string | undefined;

/** A name nobody else uses for a file in a folder that is to be renamed once it is whole; it tells who writes it. */
export function temporaryFile(folder: string): string {
  return path.join(folder, `mnist-lab-${machine()}-${process.pid}-${randomBytes(6).toString('hex')}.tmp`);
}

/**
 * Removes what writers that were killed have left in a folder. A file whose writer lives is never touched; one
 * that was written on another machine, or before this one was started, is once it is a day old.
 */
export function removeAbandonedFiles(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      const [, writtenOn, pid] = pattern.exec(name) ?? [];
      if (pid && isAbandoned(path.join(folder, name), writtenOn!, Number(pid)))
        rmSync(path.join(folder, name), { force: true });
    }
  } catch {
    // Tidying must not keep anyone from writing: another writer may be tidying as well, or it is not allowed here.
  }
}

function isAbandoned(file: string, writtenOn: string, pid: number): boolean {
  const lastWrite = statSync(file).mtimeMs;
  if (writtenOn !== machine()) return Date.now() - lastWrite > foreignAge;
  // A process that starts again in a container often gets the number it had before.
  if (pid === process.pid) return lastWrite < Date.now() - process.uptime() * 1000 - 1000;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Stands for the set of processes whose numbers mean the same: a machine since it was started, or a container. */
function machine(): string {
  ownMachine ??= createHash('sha256')
    .update(
      [
        os.hostname(),
        orNothing(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
        orNothing(() => readlinkSync('/proc/self/ns/pid')),
      ].join('\n'),
    )
    .digest('hex')
    .slice(0, 8);
  return ownMachine;
}

function orNothing(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
