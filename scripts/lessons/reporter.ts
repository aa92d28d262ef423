import { lineOutput, ProgressLine } from '../../lib/src/terminal/progress-line.js';
import { formatSeconds } from '../../lib/src/text/format.js';

/** Says how far an execution is: one rewritten line on a terminal, a line now and then in a log. */
interface Reporter {
  cell(done: number, total: number): void;
  end(outcome: string): void;
  /** Seconds that each cell took which has ended. */
  readonly seconds: readonly number[];
}

/** @param recorded seconds of each cell where the notebook was made; without them no time is told */
export function createReporter(name: string, recorded: readonly number[] = []): Reporter {
  const output = lineOutput(process.stdout);
  const line = new ProgressLine(output);
  const seconds: number[] = [];
  const started = performance.now();
  let [since, cell, total] = [started, 0, 0];
  const say = () => {
    const now = performance.now();
    const left = secondsLeft(recorded, cell - 1, (since - started) / 1000, (now - since) / 1000);
    line.update(`${name}: cell ${cell} of ${total}${left > 0 ? `, about ${formatSeconds(left)} left` : ''}`);
  };
  const endCell = () => {
    if (cell > 0) seconds[cell - 1] = (performance.now() - since) / 1000;
    since = performance.now();
  };
  // Between two cells a minute may pass.
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

/** A machine is not judged by cells that took less than this together. */
const secondsToJudgeBy = 3;

/**
 * Seconds that are left, if the rest takes as many times as long as recorded as the cells before did.
 *
 * @param recorded seconds of each cell where the notebook was made
 * @param cell place of the running cell
 * @param before seconds that the cells before it took
 * @param running seconds that it has run for
 */
export function secondsLeft(
  recorded: readonly number[],
  cell: number,
  before: number,
  running: number,
): number {
  const sum = (cells: readonly number[]) => cells.reduce((total, one) => total + one, 0);
  const known = sum(recorded.slice(0, cell));
  const factor = known < secondsToJudgeBy ? 1 : before / known;
  return Math.round(
    Math.max(0, factor * (recorded[cell] ?? 0) - running) + factor * sum(recorded.slice(cell + 1)),
  );
}
