import { type CommandOptions, streamCommand } from './stream-command.js';

/**
 * Runs a command quietly to its end.
 *
 * @returns What it wrote to its standard output.
 * @throws {Error} if it is not installed, fails, or runs too long; the message ends with its last words.
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<Buffer> {
  const output: Uint8Array[] = [];
  for await (const chunk of streamCommand(command, args, options)) output.push(chunk);
  return Buffer.concat(output);
}
