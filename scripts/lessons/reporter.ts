import { lineOutput, ProgressLine } from '../../lib/src/terminal/progress-line.js';
import { CellClock } from './cell-clock.js';
import { progressText } from './progress-text.js';

/** Says how far an execution is: one rewritten line on a terminal, a line now and then in a log. */
export interface Reporter {
  cell(done: number, total: number): void;
  end(outcome: string): void;
  /** What each cell took that has ended, in seconds. */
  readonly seconds: readonly number[];
}

/**
 * @param expected what each cell is expected to take, in seconds
 * @param after what is expected of the notebooks after this one, in seconds
 */
export function createReporter(
  name: string,
  expected: readonly (number | undefined)[] = [],
  after: number | undefined = 0,
): Reporter {
  const output = lineOutput(process.stdout);
  const line = new ProgressLine(output);
  const clock = new CellClock(expected);
  let [cell, total] = [0, 0];
  const say = () => line.update(progressText({ name, cell, total, left: clock.left(), after }));
  // Between two cells a minute may pass.
  const timer = output.interactive ? setInterval(say, 1000).unref() : undefined;
  return {
    seconds: clock.seconds,
    cell(done, count) {
      clock.start(done);
      [cell, total] = [done + 1, count];
      say();
    },
    end(outcome) {
      clock.end();
      clearInterval(timer);
      line.line(`${name}: ${outcome}`);
    },
  };
}
