import { lineOutput, ProgressLine } from '../../lib/src/terminal/progress-line.js';
import { formatSeconds } from '../../lib/src/text/format.js';
import { type Notebook, textOf } from './notebook.js';

/** Reports the progress of an execution: one updated line in a terminal, occasional lines in a log. */
interface Reporter {
  cell(done: number, total: number): void;
  /** Takes the time left that a training run in the running cell has estimated. */
  training(secondsLeft: number): void;
  end(outcome: string): void;
  /** Durations of the finished cells in seconds. */
  readonly seconds: readonly number[];
}

/** The record of a cell in an earlier execution. */
export interface CellRecord {
  readonly seconds: number;
  /** Whether it contains exactly one training run that reports its progress. */
  readonly trainsOnce?: boolean;
}

/** Records of all cells. The list is empty if the notebook was never executed by `npm run notebooks:update`. */
export function cellRecords({ cells, metadata }: Notebook): CellRecord[] {
  const { seconds = [] } = metadata.mnist_lab ?? {};
  return seconds.map((each, at) => {
    const texts = (cells[at]?.outputs ?? []).map(({ data }) => textOf(data?.['text/plain']));
    return {
      seconds: each,
      trainsOnce: texts.filter((text) => /: epoch \d+ of \d+/.test(text)).length === 1,
    };
  });
}

/** @param recorded the cells of an earlier execution. Without them, no remaining time is reported */
export function createReporter(name: string, recorded: readonly CellRecord[] = []): Reporter {
  const output = lineOutput(process.stdout);
  const line = new ProgressLine(output);
  const seconds: number[] = [];
  let [since, cell, total] = [performance.now(), 0, 0];
  let training: { readonly left: number; readonly at: number } | undefined;
  const secondsSince = (time: number) => (performance.now() - time) / 1000;
  const say = () => {
    // The durations exclude the start of the kernel, as the recorded durations do.
    const left = secondsLeft(
      recorded,
      seconds,
      secondsSince(since),
      training && training.left - secondsSince(training.at),
    );
    line.update(`${name}: cell ${cell} of ${total}${left > 0 ? `, about ${formatSeconds(left)} left` : ''}`);
  };
  const endCell = () => {
    if (cell > 0) seconds[cell - 1] = secondsSince(since);
    since = performance.now();
    training = undefined;
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
    training(left) {
      training = { left, at: performance.now() };
    },
    end(outcome) {
      endCell();
      clearInterval(timer);
      line.line(`${name}: ${outcome}`);
    },
  };
}

/**
 * This machine's speed is estimated from the latest finished cells whose recorded times add up to at least ten
 * seconds. If those of all finished cells add up to less than three seconds, the speed is assumed to be as recorded.
 */
const [leastSeconds, judgedSeconds] = [3, 10];

/**
 * Remaining seconds, if the other cells are slower than recorded by the same factor as the latest ones. The duration of
 * a cell with a training run follows from the time left of this run.
 *
 * @param recorded all cells of an earlier execution
 * @param finished seconds that the finished cells took
 * @param running seconds since the running cell started
 * @param training seconds that a training run in it has left
 */
export function secondsLeft(
  recorded: readonly CellRecord[],
  finished: readonly number[],
  running: number,
  training?: number,
): number {
  const seconds = recorded.map((cell) => cell.seconds);
  const durations = [...finished];
  const current = recorded[finished.length];
  const isKnown = current?.trainsOnce && training !== undefined;
  if (isKnown) durations.push(running + Math.max(0, training));
  let [known, taken] = [0, 0];
  for (let at = durations.length - 1; at >= 0 && known < judgedSeconds; at--) {
    known += seconds[at] ?? 0;
    taken += durations[at]!;
  }
  const factor = known < leastSeconds ? 1 : taken / known;
  const whole = isKnown ? durations.at(-1)! : factor * (current?.seconds ?? 0);
  return Math.round(Math.max(0, whole - running) + factor * sum(seconds.slice(finished.length + 1)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
