import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { AcquisitionError, type DatasetSource, type DownloadLimits } from 'mnist-lab';
import { expect } from 'vitest';
import { downloadEntry } from '../../lib/src/datasets/download-dataset.js';
import { bytes, entry, fileNames } from '../datasets/acquire-from.js';

/** Like the library's defaults, but shorter, so that tests end soon. */
export const limits: Required<DownloadLimits> = {
  responseTimeout: 1500,
  idleTimeout: 600,
  minimumRate: 2000,
  totalTimeout: 4000,
  retryDelay: 10,
  maximumRetryDelay: 1200,
  commandTimeout: 5000,
};

/** The expected result: the correct bytes, or an error with this reason for the source. */
export type Outcome = 'the right bytes' | RegExp;

/** Downloads from these sources and checks that the result is complete files or a documented error. */
export async function expectOutcome(sources: readonly DatasetSource[], outcome: Outcome): Promise<void> {
  // In concurrent tests, temporaryFolder() may remove the folder of another test, so it is not used here.
  const cacheDirectory = mkdtempSync(path.join(os.tmpdir(), 'mnist-lab-test-'));
  try {
    await acquireInto(cacheDirectory, sources, outcome);
  } finally {
    rmSync(cacheDirectory, { recursive: true, force: true });
  }
}

async function acquireInto(
  cacheDirectory: string,
  sources: readonly DatasetSource[],
  outcome: Outcome,
): Promise<void> {
  const options = { cacheDirectory, directory: '', sources, limits };
  const acquired: unknown = await downloadEntry(entry, options).catch((error: unknown) => error);
  const cache = path.join(cacheDirectory, entry.name);
  const kept = existsSync(cache) ? readdirSync(cache) : [];
  for (const name of kept) {
    expect(fileNames).toContain(name);
    expect(readFileSync(path.join(cache, name)).equals(bytes.get(name)!)).toBe(true);
  }
  if (outcome === 'the right bytes') {
    expect(String(acquired)).toBe('[object Object]');
    expect(kept.toSorted()).toEqual(fileNames);
    return;
  }
  expect(acquired).toBeInstanceOf(AcquisitionError);
  expect((acquired as AcquisitionError).failed.map(({ reason }) => reason)).toEqual([
    expect.stringMatching(outcome),
  ]);
}
