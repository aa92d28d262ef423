/** How long the cells of a notebook take, and from how long they took before, how much is left. */

/** Before so many seconds of known cells are over, the machine is taken to be as fast as it was. */
const secondsToJudgeBy = 3;

/** A machine that is more than so many times as fast or as slow was busy with something else for a while. */
const largestFactor = 5;

export class CellClock {
  /** What each cell that has ended took, in seconds. */
  readonly seconds: number[] = [];
  private readonly expected: readonly (number | undefined)[];
  private readonly now: () => number;
  private since = 0;
  private current: number | undefined;

  /**
   * @param expected seconds that each cell took before; `undefined` where that is not known
   * @param now the time in seconds
   */
  constructor(expected: readonly (number | undefined)[], now = () => performance.now() / 1000) {
    this.expected = expected;
    this.now = now;
  }

  /** A cell begins, and with that the one before it has ended. */
  start(cell: number): void {
    this.end();
    this.current = cell;
    this.since = this.now();
  }

  /** The cell that runs has ended. */
  end(): void {
    if (this.current !== undefined) this.seconds[this.current] = this.now() - this.since;
    this.current = undefined;
  }

  /** Seconds that are left, judged by how fast the cells so far have been; `undefined` if a cell is not known. */
  left(): number | undefined {
    const at = this.current ?? this.seconds.length;
    const rest = this.expected.slice(at);
    if (rest.length === 0 || rest.some((seconds) => seconds === undefined)) return undefined;
    const [first = 0, ...others] = (rest as number[]).map((seconds) => seconds * this.factor());
    const spent = this.current === undefined ? 0 : this.now() - this.since;
    return Math.max(0, first - spent) + others.reduce((sum, seconds) => sum + seconds, 0);
  }

  /** How many times as long as before the cells so far have taken, all together. */
  private factor(): number {
    let [before, now] = [0, 0];
    for (const [cell, seconds] of this.seconds.entries()) {
      if (seconds === undefined || this.expected[cell] === undefined) continue;
      before += this.expected[cell]!;
      now += seconds;
    }
    if (before < secondsToJudgeBy) return 1;
    return Math.min(largestFactor, Math.max(1 / largestFactor, now / before));
  }
}
