/** A browser that can be started. */
export interface BrowserProgram {
  /** Name for messages. */
  readonly name: string;
  /** Absolute path of the executable. */
  readonly command: string;
  /** Environment variables it needs besides the usual ones. */
  readonly environment?: Readonly<Record<string, string>>;
}
