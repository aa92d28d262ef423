/** The kinds of faults, in the order of the table, and the method of testing. */
export const faultKinds = {
  idx: ['idx files, random or with 1 to 4 changes', 'properties, fast-check'],
  gzip: ['gzip files, likewise', 'properties, fast-check'],
  tar: ['tar archives, likewise', 'properties, fast-check'],
  zip: ['zip archives, likewise', 'properties, fast-check'],
  folders: ['dataset folders with such a file', 'properties, fast-check'],
  pictures: ['images (PNG, JPEG, WebP, GIF, AVIF, BMP, TIFF) with up to 3 changes', 'properties, fast-check'],
  models: ['models: damaged files, and random values with valid checksums', 'properties, fast-check'],
  checkpoints: [
    'checkpoints: damaged files, and random values with valid checksums',
    'properties, fast-check',
  ],
  parameters: ['options of training and models, metadata and notebook parameters', 'properties, fast-check'],
  json: [
    'JSON files of every reader: deep, long, other types, duplicate or inherited names, escapes',
    'properties, fast-check',
  ],
  configurations: ['configuration files of `mnist-lab train`', 'properties, fast-check'],
  servers: ['misbehaving servers, alone and followed by a correct one', 'raw sockets on loopback'],
  proxies: ['misbehaving proxies and tunnels', 'raw sockets and TLS on loopback'],
  archives: ['malformed archives and misbehaving archive servers', 'raw sockets on loopback'],
  registries: ['misbehaving package registries', 'npm and raw sockets on loopback'],
  stopping: ['cancellation during a slow download', 'the abort signal'],
  slowReaders: ['readers slower than the server', 'TLS on loopback'],
  killedDownloads: ['downloads killed at any moment', 'SIGKILL, then a download that finishes'],
  killedSetups: ['setups killed at any moment', 'SIGKILL, then a setup that finishes'],
  killedSaves: ['saves of a model killed at any moment', 'SIGKILL, then loading'],
  killedTrainings: [
    'training runs killed at any moment',
    'SIGKILL, then resuming; weights equal those of an uninterrupted run',
  ],
  atOnce: ['the same work in two processes', 'concurrent processes with the same files'],
  publications: ['concurrent headless runs with one build folder', 'concurrent processes and a reader'],
  stoppedSavers: [
    'savers stopped during a save while `mnist-lab train` ends',
    'SIGSTOP, then loading the model named in the message',
  ],
  fullDisks: ['a full disk during a download', 'tmpfs of many sizes'],
  fullDisksOfModels: [
    'a full disk while a model, checkpoint, export or result is written',
    'tmpfs of many sizes',
  ],
  fullDisksOfSetups: ['a full disk during setup', 'tmpfs of many sizes, then enough space'],
  cells: [
    'failing cells',
    '`npm start`, nbconvert, jupyter execute, papermill, nbmake; exit code, message, processes left',
  ],
  overflowingCells: [
    'cells too large for the compiler, each followed by a normal one',
    'generated: nesting and chains of 100 to 100,000',
  ],
  endedRuns: ['headless runs with one process ended by a signal', 'SIGKILL, SIGTERM, SIGHUP, SIGINT'],
  server: ['connections to the web service, a tenth of them malicious', '`scripts/load`, 13 attacks'],
} as const;

export type FaultKind = keyof typeof faultKinds;

/** The number of cases of a test, for the report. */
export interface TriedFault {
  readonly kind: FaultKind;
  readonly cases: number;
}

declare module 'vitest' {
  interface TaskMeta {
    fault?: TriedFault;
  }
}

/**
 * Options of a test, or of a group of tests, by which the report counts cases. Each kind is tested in one file only,
 * so that a run of that file renews its row.
 *
 * @param cases Number of cases per test.
 */
export function tries(kind: FaultKind, cases = 1): { readonly meta: { readonly fault: TriedFault } } {
  return { meta: { fault: { kind, cases } } };
}
