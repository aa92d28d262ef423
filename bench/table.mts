import type { Result } from './contenders/contender.mjs';
import type { Contender } from './run-contender.mjs';

interface Row {
  readonly name: string;
  /** Seconds of the best epoch. */
  readonly seconds: number;
  /** Time of the contender divided by the time of this library. */
  readonly ratio: number;
  /** Number of epochs in a round. */
  readonly epochs: number;
  readonly testAccuracy?: number;
  readonly residentMegabytes: number;
  readonly note?: string;
}

/** The results for one network and batch size. */
export interface Comparison {
  readonly name: string;
  readonly rows: readonly Row[];
  /**
   * Whether the test accuracy of every trainer is within a percentage point of this library's, after the same number
   * of epochs.
   */
  readonly isFair: boolean;
}

/** @param shortly This library's result after as few epochs as the slow trainers run. */
export function compare(
  name: string,
  results: ReadonlyMap<Contender, readonly Result[]>,
  shortly: Result,
): Comparison {
  const least = (all: readonly Result[]) => Math.min(...all.flatMap(({ epochSeconds }) => epochSeconds));
  const [own] = [...results].filter(([contender]) => contender.name === 'mnist-lab');
  const rows = [...results].map(([contender, all]): Row => {
    const testAccuracy = Math.min(...all.map((result) => result.testAccuracy));
    return {
      name: contender.name,
      seconds: least(all),
      ratio: least(all) / least(own![1]),
      epochs: all[0]!.epochSeconds.length,
      ...(contender.isFloor ? {} : { testAccuracy }),
      residentMegabytes: Math.max(...all.map((result) => result.residentMegabytes)),
      note: all[0]?.note,
    };
  });
  const isFair = rows.every(({ testAccuracy, epochs }) => {
    if (testAccuracy === undefined) return true;
    const reference = [...own![1], shortly].find(({ epochSeconds }) => epochSeconds.length === epochs);
    return reference !== undefined && Math.abs(testAccuracy - reference.testAccuracy) < 0.01;
  });
  return { name, rows, isFair };
}

export function printTable({ name, rows, isFair }: Comparison): void {
  console.log(`\n${name}`);
  console.table(
    Object.fromEntries(
      rows.map((row) => [
        row.name,
        {
          'seconds per epoch': row.seconds.toFixed(3),
          'times ours': row.ratio.toFixed(2),
          epochs: row.epochs,
          'test accuracy': row.testAccuracy?.toFixed(4) ?? '',
          'MB resident': row.residentMegabytes,
        },
      ]),
    ),
  );
  if (!isFair)
    console.log('Not a fair comparison: accuracies after as many epochs differ by a percent or more.');
}
