import { readFileSync, readlinkSync } from 'node:fs';
import os from 'node:os';
import { sha256 } from './checksum.js';

/** Regular expression for a mark made by `processMark`, as a part of a file name. */
export const markPattern = '[0-9a-f]{8}-\\d+-\\d+';

let ownMachine: string | undefined;

/**
 * Identifies a running process in the names of its temporary files: machine, process id, and start time,
 * because ids are reused. The start time is 0 if it is unknown.
 *
 * @param pid Defaults to this process.
 */
export function processMark(pid: number = process.pid): string {
  return `${machine()}-${pid}-${processState(pid)?.begun ?? 0}`;
}

/**
 * Whether the process that a mark identifies has ended.
 *
 * @returns `undefined` if that is unknown: it ran on another machine, in another container, or before the last boot.
 */
export function hasProcessEnded(mark: string): boolean | undefined {
  const [madeOn, pid, begun] = mark.split('-');
  if (madeOn !== machine()) return undefined;
  if (!isProcessAlive(Number(pid))) return true;
  const state = processState(Number(pid));
  if (!state) return false;
  return state.isDead || (begun !== '0' && begun !== state.begun);
}

/** Whether this machine has a process with this id. Ids are reused, so it may be another process. */
function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'; // EPERM: the process belongs to another user.
  }
}

/** Start time and state from proc_pid_stat(5), or undefined outside Linux and if /proc is hidden. */
function processState(pid: number): { begun: string; isDead: boolean } | undefined {
  if (!isProcOurs()) return undefined;
  const stat = orNothing(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The second field is the command's name in parentheses, which may contain anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, begun] = [fields[0], fields[19]];
  return begun ? { begun, isDead: state === 'Z' || state === 'X' } : undefined;
}

/** Whether /proc has the process ids of this process. In some sandboxes, it has those of the host. */
function isProcOurs(): boolean {
  return orNothing(() => readFileSync('/proc/self/stat', 'utf8')).startsWith(`${process.pid} `);
}

/**
 * Identifies the set of processes among which ids are unique: those of a machine since its last boot, or of a
 * container.
 */
function machine(): string {
  ownMachine ??= sha256(
    [
      os.hostname(),
      orNothing(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
      orNothing(() => readlinkSync('/proc/self/ns/pid')),
    ].join('\n'),
  ).slice(0, 8);
  return ownMachine;
}

function orNothing(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
