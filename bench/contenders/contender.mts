import { readFileSync } from 'node:fs';
import type { Dataset } from 'mnist-lab';

/** The task of a contender, as JSON in its first argument. */
export interface Task {
  /** Filters of the 3 × 3 convolutions before the hidden layers, each with ReLU and 2 × 2 max pooling. Default: none. */
  readonly filters?: readonly number[];
  readonly hiddenUnits: readonly number[];
  readonly dropoutRate: number;
  readonly batchSize: number;
  readonly epochs: number;
  /** Folder with `train-images`, `train-labels`, `test-images`, `test-labels`: bytes without a header. */
  readonly data: string;
  /** The engine of this library. Other frameworks ignore it. */
  readonly engine: 'graph' | 'layers';
}

/** The last line that a contender prints, as JSON. */
export interface Result {
  readonly epochSeconds: readonly number[];
  readonly testAccuracy: number;
  /** The mode in which the contender trained, if it has several. */
  readonly note?: string;
  /** Largest resident memory of the process. */
  readonly residentMegabytes: number;
}

/** The task of this process, with its data. */
export async function readTask(): Promise<{ task: Task; dataset: Dataset; test: Dataset }> {
  const task = JSON.parse(process.argv[2] ?? '{}') as Task;
  const read = (name: string) => new Uint8Array(readFileSync(`${task.data}/${name}`));
  const dataset = (part: string): Dataset => {
    const labels = read(`${part}-labels`);
    const classNames = Array.from({ length: 10 }, (_, digit) => String(digit));
    return {
      images: read(`${part}-images`),
      labels,
      count: labels.length,
      rows: 28,
      columns: 28,
      classNames,
    };
  };
  return { task, dataset: dataset('train'), test: dataset('test') };
}

export function accuracyOf(probabilities: Float32Array, { labels, count }: Dataset): number {
  let right = 0;
  for (let index = 0; index < count; index++) {
    const row = probabilities.subarray(index * 10, index * 10 + 10);
    if (row.indexOf(Math.max(...row)) === labels[index]) right++;
  }
  return right / count;
}

export function report(result: Omit<Result, 'residentMegabytes'>): void {
  const residentMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(JSON.stringify({ ...result, residentMegabytes }));
}
