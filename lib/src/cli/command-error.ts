import { type ExitCode, exitCode } from './exit-code.js';

/** A failure that the command explains in one line, without a stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    message: string,
    readonly exitCode: ExitCode,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The command line or the configuration file is wrong. */
export function usageError(message: string): CommandError {
  return new CommandError(message, exitCode.usage);
}

/** Something the command was to read is not there or cannot be read. */
export function inputError(message: string, cause?: unknown): CommandError {
  return new CommandError(message, exitCode.input, { cause });
}
