import { lineOutput, ProgressLine } from '../../lib/src/terminal/progress-line.js';
import { formatSeconds } from '../../lib/src/text/format.js';

/** Reports the progress of an execution: one updated line in a terminal, occasional lines in a log. */
interface Reporter {
  cell(done: number, total: number): void;
  end(outcome: string): void;
  /** Durations of the finished cells in seconds. */
  readonly seconds: readonly number[];
}

/** @param recorded recorded durations of the cells in seconds. Without them, no remaining time is reported */
export function createReporter(name: string, recorded: readonly number[] = []): Reporter {
  const output = lineOutput(process.stdout);
  const line = new ProgressLine(output);
  const seconds: number[] = [];
  let [since, cell, total] = [performance.now(), 0, 0];
  const say = () => {
    const running = (performance.now() - since) / 1000;
    // The durations exclude the start of the kernel, as the recorded durations do.
    const left = secondsLeft(recorded, cell - 1, sum(seconds), running);
    line.update(`${name}: cell ${cell} of ${total}${left > 0 ? `, about ${formatSeconds(left)} left` : ''}`);
  };
  const endCell = () => {
    if (cell > 0) seconds[cell - 1] = (performance.now() - since) / 1000;
    since = performance.now();
  };
  // Update the line while a cell is running, because a single cell may take a minute.
  const timer = output.interactive ? setInterval(say, 1000).unref() : undefined;
  return {
    seconds,
    cell(done, count) {
      endCell();
      [cell, total] = [done + 1, count];
      say();
    },
    end(outcome) {
      endCell();
      clearInterval(timer);
      line.line(`${name}: ${outcome}`);
    },
  };
}

/** Minimum total duration of cells for an estimate of this machine's speed. */
const secondsToJudgeBy = 3;

/**
 * Remaining seconds, if the other cells are slower than recorded by the same factor as the finished ones.
 *
 * @param recorded recorded durations of the cells in seconds
 * @param cell index of the running cell
 * @param before seconds that the cells before it took
 * @param running seconds since the running cell started
 */
export function secondsLeft(
  recorded: readonly number[],
  cell: number,
  before: number,
  running: number,
): number {
  const known = sum(recorded.slice(0, cell));
  const factor = known < secondsToJudgeBy ? 1 : before / known;
  return Math.round(
    Math.max(0, factor * (recorded[cell] ?? 0) - running) + factor * sum(recorded.slice(cell + 1)),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
