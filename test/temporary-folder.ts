import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

/** A new empty folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = makeFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A new empty folder for all tests of a file, removed after the last one. Call it outside of tests. */
export function temporaryFolderOfFile(): string {
  const folder = makeFolder();
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const makeFolder = (): string => mkdtempSync(path.join(os.tmpdir(), 'mnist-lab-test-'));
