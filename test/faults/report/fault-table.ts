import { type FaultKind, faultKinds } from './fault-kinds.js';

/** The result for one kind of fault. */
export interface FaultRow {
  readonly kind: FaultKind;
  readonly cases: number;
  /** Number of tests that failed. */
  readonly failures: number;
  /** Date and machine, as text. */
  readonly where: string;
}

const head = [
  '| kind of fault | cases tried | failures | tried by | when and where |',
  '| --- | --: | --: | --- | --- |',
];

/** The table with some rows renewed. */
export function renewedFaultTable(before: string, rows: readonly FaultRow[]): string {
  const kept = new Map(
    before
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => [cellsOf(line)[0], line]),
  );
  const lines = Object.entries(faultKinds).flatMap(([kind, [what, by]]) => {
    const renewed = rows.find((row) => row.kind === kind);
    if (!renewed) return kept.get(what) ?? [];
    const { cases, failures, where } = renewed;
    const cells = [what, inThousands(cases), failures === 0 ? 'none' : inThousands(failures), by, where];
    return `| ${cells.join(' | ')} |`;
  });
  return [...head, ...lines].join('\n');
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function inThousands(count: number): string {
  return count.toLocaleString('en-US');
}
