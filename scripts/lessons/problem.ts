/** Kinds of problems in executed notebooks. */
type ProblemKind =
  /** A cell that threw an error or did not compile. */
  | 'failed cell'
  /** A cell that exceeded its time limit, or whose kernel exited. */
  | 'unfinished cell'
  | 'cells not run'
  | 'cells out of order'
  | 'stderr'
  | 'promise printed'
  | 'training still running'
  /** An error after the end of its cell. */
  | 'late failure'
  /** The kernel, or the program that runs it, exited. */
  | 'kernel'
  | 'no code'
  | 'show() without output'
  | 'figure missing'
  | 'figure twice'
  | 'figure incomplete'
  | 'number of tables'
  | 'empty table'
  | 'nothing left'
  | 'drift';

export interface Problem {
  readonly kind: ProblemKind;
  readonly message: string;
  /** Source of the affected cell. */
  readonly source?: string;
}

/**
 * Whether a problem is only a warning: text on stderr may be a progress bar or a library's note. If a cell
 * fails, it also has an error output.
 */
export function isWarning({ kind }: Problem): boolean {
  return kind === 'stderr';
}

/** Describes problems, each with its cell's source. */
export function describeProblems(name: string, problems: readonly Problem[]): string {
  return problems
    .map(({ message, source }) => {
      const cell = source ? `\n  in the cell\n${indent(source)}` : '';
      return `${name}: ${message.trimEnd()}${cell}`;
    })
    .join('\n\n');
}

function indent(text: string): string {
  return text.trimEnd().replace(/^/gm, '    ');
}
