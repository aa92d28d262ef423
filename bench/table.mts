import type { Result } from './contenders/contender.mjs';
import type { Contender } from './run-contender.mjs';

/** One row of the table. */
interface Row {
  readonly name: string;
  /** Best epoch. */
  readonly seconds: number;
  /** Its time divided by this library's. */
  readonly ratio: number;
  readonly testAccuracy?: number;
  readonly residentMegabytes: number;
  readonly note?: string;
}

/** What came out for one network and batch size. */
export interface Comparison {
  readonly name: string;
  readonly rows: readonly Row[];
  /** Whether every trainer reached the same accuracy, within a percent. */
  readonly isFair: boolean;
}

export function compare(name: string, results: ReadonlyMap<Contender, readonly Result[]>): Comparison {
  const least = (all: readonly Result[]) => Math.min(...all.flatMap(({ epochSeconds }) => epochSeconds));
  const [own] = [...results].filter(([contender]) => contender.name === 'mnist-lab');
  const rows = [...results].map(([contender, all]): Row => {
    const testAccuracy = Math.min(...all.map((result) => result.testAccuracy));
    return {
      name: contender.name,
      seconds: least(all),
      ratio: least(all) / least(own![1]),
      ...(contender.isFloor ? {} : { testAccuracy }),
      residentMegabytes: Math.max(...all.map((result) => result.residentMegabytes)),
      note: all[0]?.note,
    };
  });
  const accuracies = rows.flatMap(({ testAccuracy }) => testAccuracy ?? []);
  return { name, rows, isFair: Math.max(...accuracies) - Math.min(...accuracies) < 0.01 };
}

export function printTable({ name, rows, isFair }: Comparison): void {
  console.log(`\n${name}`);
  console.table(
    Object.fromEntries(
      rows.map((row) => [
        row.name,
        {
          'seconds an epoch': row.seconds.toFixed(3),
          'times ours': row.ratio.toFixed(2),
          'test accuracy': row.testAccuracy?.toFixed(4) ?? '',
          'MB resident': row.residentMegabytes,
        },
      ]),
    ),
  );
  if (!isFair) console.log('Not a fair comparison: the accuracies differ by a percent or more.');
}
