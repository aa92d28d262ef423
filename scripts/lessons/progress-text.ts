import { formatSeconds } from '../../lib/src/text/format.js';

/** How far a run of notebooks is. */
export interface RunProgress {
  readonly name: string;
  /** The cell that runs, from 1. */
  readonly cell: number;
  readonly total: number;
  /** Seconds that are left of this notebook, where that is known. */
  readonly left: number | undefined;
  /** Seconds that the notebooks after it are going to take, where that is known. */
  readonly after: number | undefined;
}

/** In one line, with no time where none is known. */
export function progressText({ name, cell, total, left, after }: RunProgress): string {
  const place = `${name}: cell ${cell} of ${total}`;
  if (left === undefined) return place;
  const own = `${place}, ${roughly(left)} left`;
  return after === undefined || after === 0 ? own : `${own}, ${roughly(left + after)} in all`;
}

/** Nobody can tell to the second. */
function roughly(seconds: number): string {
  if (seconds < 10) return 'a few seconds';
  const step = seconds < 60 ? 5 : seconds < 600 ? 10 : 60;
  return `about ${formatSeconds(Math.round(seconds / step) * step).replace(/ 0 s$/, '')}`;
}
