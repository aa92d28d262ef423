import path from 'node:path';
import { rankedRows, type SweepResult } from '../sweeps/sweep-result.js';
import { formatPercent } from '../text/format-percent.js';
import { formatSeconds } from '../text/format-seconds.js';
import { formatTable } from './format-table.js';

/** Rows that a screen shows; all are in the report. */
const mostRows = 20;

/** What a sweep came to, for a person. */
export function sweepText(result: SweepResult): string {
  const { best, directory, configurations, isInterrupted, dataset } = result;
  const { head, rows } = rankedRows(result);
  const shown = rows.slice(0, mostRows);
  const lines = [
    formatTable(
      [head.map((text) => text.toUpperCase()), ...shown],
      head.map((_, column) => column).filter((column) => column === 0 || column > result.varied.length),
    ),
  ];
  if (rows.length > mostRows) lines.push(`… and ${rows.length - mostRows} more.\n`);
  lines.push('\n');
  if (best) {
    const test = best.test
      ? ` On the test images, read once, for this model alone: ${formatPercent(best.test.accuracy)}.`
      : ' The test images were not read.';
    const { validationAccuracy } = configurations[0]!;
    lines.push(
      `Best: #${best.configuration}, ${formatPercent(validationAccuracy!)} of ${result.validationCount} validation images.${test}\n`,
      `Model: ${best.model}\n`,
      `Again: mnist-lab train ${dataset} --config ${best.config}\n`,
    );
  } else lines.push('No training was done.\n');
  lines.push(`Report: ${path.join(directory, 'report.html')}\n`);
  lines.push(
    isInterrupted
      ? `Interrupted after ${formatSeconds(result.seconds)}. Go on with: mnist-lab sweep --resume ${directory}\n`
      : `Took ${formatSeconds(result.seconds)}.\n`,
  );
  return lines.join('');
}
