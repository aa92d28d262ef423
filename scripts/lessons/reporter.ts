import { lineOutput } from '../../lib/src/terminal/line-output.js';
import { ProgressLine } from '../../lib/src/terminal/progress-line.js';

/** Says how far an execution is: one rewritten line on a terminal, a line now and then in a log. */
export interface Reporter {
  cell(done: number, total: number): void;
  end(outcome: string): void;
}

export function createReporter(name: string): Reporter {
  const line = new ProgressLine(lineOutput(process.stdout));
  return {
    cell: (done, total) => line.update(`${name}: cell ${done + 1} of ${total}`),
    end: (outcome) => line.line(`${name}: ${outcome}`),
  };
}
