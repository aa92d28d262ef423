import { spawn } from 'node:child_process';
import path from 'node:path';

/** A command's run. */
export interface CommandOptions {
  /** Where it runs. Defaults to this process's folder. */
  readonly folder?: string;
  readonly signal?: AbortSignal;
  /** Milliseconds after which the command is stopped. Defaults to no limit. */
  readonly timeout?: number;
}

/**
 * Runs a command quietly to its end.
 *
 * @returns What it wrote to its standard output.
 * @throws {Error} if it is not installed, fails, or runs too long; the message ends with its last words.
 */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: options.signal,
      timeout: options.timeout,
      // npm lies beside node, which need not be on the path of whoever started this process.
      env: { ...process.env, PATH: `${process.env.PATH}${path.delimiter}${path.dirname(process.execPath)}` },
    });
    const output: Buffer[] = [];
    let complaints = '';
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      complaints = (complaints + chunk).slice(-2000);
    });
    child.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'ENOENT' ? new Error(`the command ${command} is not installed`) : error);
    });
    child.once('close', (code, killedBy) => {
      if (code === 0) return resolve(Buffer.concat(output));
      const ending = killedBy ? `was stopped by ${killedBy}` : `ended with code ${code}`;
      const lastWords = complaints.trim().split('\n').slice(-3).join(' ');
      reject(new Error(`${command} ${args[0]} ${ending}: ${lastWords || 'it said nothing'}`));
    });
  });
}
