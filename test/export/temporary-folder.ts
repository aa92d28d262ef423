import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder for the test that is running, gone when it is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'mnist-lab-export-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
