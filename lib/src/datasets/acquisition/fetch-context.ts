import type { DownloadLimits } from './download-limits.js';
import type { ProgressCounter } from './progress.js';
import type { Store } from './store-file.js';

/** What fetching from a source needs beside the source. */
export interface FetchContext {
  readonly store: Store;
  readonly counter: ProgressCounter;
  readonly limits: Required<DownloadLimits>;
  readonly signal: AbortSignal;
}
