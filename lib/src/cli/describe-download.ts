import type { AcquireProgress } from '../datasets/acquisition/progress.js';
import { formatBytes } from '../text/format-bytes.js';

/** How far a download has come, in one line. */
export function describeDownload({ dataset, source, bytes, totalBytes, ...now }: AcquireProgress): string {
  const percent = totalBytes > 0 ? Math.floor((100 * bytes) / totalBytes) : 0;
  const amount = `${formatBytes(bytes)} of ${formatBytes(totalBytes)}`;
  return `${dataset}: ${percent} %, ${amount}, ${formatBytes(Math.round(now.bytesPerSecond))}/s from ${source}`;
}
