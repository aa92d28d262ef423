export const exitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  notSetUp: 3,
  input: 4,
  unreadable: 5,
  /** The convention of shells: 128 plus the number of SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** What each exit code means, as the help of `mnist-lab` prints it. */
export const exitCodeMeaning: Readonly<Record<ExitCode, string>> = {
  [exitCode.done]: 'done',
  [exitCode.failed]: 'failed, or a check found a problem',
  [exitCode.usage]: 'invalid arguments or configuration',
  [exitCode.notSetUp]:
    'TensorFlow, or Ray for sweeps, is not installed: run mnist-lab setup, or mnist-lab setup --sweeps for Ray',
  [exitCode.input]: 'a model, image, dataset or configuration file is missing or unreadable',
  [exitCode.unreadable]: 'an image is blank, shows several characters or is out of distribution',
  [exitCode.interrupted]: 'interrupted by Ctrl-C',
};

/** A failure that is reported in one line, without a stack trace. */
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

/** The error for an invalid command line or configuration file. */
export function usageError(message: string): CommandError {
  return new CommandError(message, exitCode.usage);
}

/** The error for an input that is missing or cannot be read. */
export function inputError(message: string, cause?: unknown): CommandError {
  return new CommandError(message, exitCode.input, { cause });
}
