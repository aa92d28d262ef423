import { execFileSync } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../temporary-folder.js';

/** Whether this process can mount disks, which needs root. */
export function canMount(): boolean {
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/tmp'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Mounts a disk of this many kilobytes until the test ends. */
export function smallDisk(kilobytes: number, option = 'mode=700'): string {
  const folder = temporaryFolder();
  const size = ['-o', `size=${Math.ceil(kilobytes)}k,${option}`];
  execFileSync('mount', ['-t', 'tmpfs', ...size, 'tmpfs', folder], { stdio: 'ignore' });
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  return folder;
}
