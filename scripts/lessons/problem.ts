/** What can be wrong with an executed notebook. */
type ProblemKind =
  /** A cell that threw, or that TypeScript refused. */
  | 'failed cell'
  /** A cell that took too long, or whose kernel ended. */
  | 'unfinished cell'
  | 'cells not run'
  | 'cells out of order'
  | 'stderr'
  | 'promise printed'
  | 'training under way'
  /** An error after its cell had ended. */
  | 'late failure'
  /** The kernel, or what drives it, ended by itself. */
  | 'kernel'
  | 'no code'
  | 'show shows nothing'
  | 'figure missing'
  | 'figure twice'
  | 'figure incomplete'
  | 'number of tables'
  | 'empty table'
  | 'nothing left'
  | 'drift';

/** Something wrong with an executed notebook. */
export interface Problem {
  readonly kind: ProblemKind;
  readonly message: string;
  /** Source of the cell it is about. */
  readonly source?: string;
}

/**
 * Whether it is only worth a look: what a cell writes to stderr may be a progress bar or a note of a library. A cell that
 * fails has an output that says so.
 */
export function isWarning({ kind }: Problem): boolean {
  return kind === 'stderr';
}

/** Problems as text: each with its cell's source. */
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
