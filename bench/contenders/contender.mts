import { readFileSync } from 'node:fs';
import type { Dataset } from 'mnist-lab';

/** What a contender is asked to train, as JSON in its first argument. */
export interface Task {
  /** Of 3 × 3 convolutions, each with ReLU and max pooling of 2 × 2, before the hidden layers. Defaults to none. */
  readonly filters?: readonly number[];
  readonly hiddenUnits: readonly number[];
  readonly dropoutRate: number;
  readonly batchSize: number;
  readonly epochs: number;
  /** Folder with `train-images`, `train-labels`, `test-images`, `test-labels`: bytes without a header. */
  readonly data: string;
  /** Which of this library's engines; peers do not read it. */
  readonly engine: 'graph' | 'layers';
}

/** What a contender prints as its last line. */
export interface Result {
  readonly epochSeconds: readonly number[];
  readonly testAccuracy: number;
  /** How it trained, where it has a choice. */
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
