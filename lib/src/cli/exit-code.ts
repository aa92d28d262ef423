/** What the command's exit code means; the help of `mnist-lab` prints this table. */
export const exitCode = {
  /** The work was done. */
  done: 0,
  /** The work was tried and failed, or a check found something wrong. */
  failed: 1,
  /** The command line or the configuration file asks for something that does not exist. */
  usage: 2,
  /** TensorFlow is not there yet: `mnist-lab setup` gets it. */
  notSetUp: 3,
  /** A model, an image, a dataset or a configuration file cannot be found or read. */
  input: 4,
  /** A picture shows no ink or several characters, or is unlike anything that the model was trained on. */
  unreadable: 5,
  /** Ctrl-C, as shells count it: 128 + SIGINT. */
  interrupted: 130,
} as const;

/** An exit code of the command. */
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
