/** What is tried, in the order of the table, and by what. */
export const faultKinds = {
  idx: ['idx files: made up, or changed in 1 to 4 places', 'properties, fast-check'],
  gzip: ['gzip files, the same', 'properties, fast-check'],
  tar: ['tar archives, the same', 'properties, fast-check'],
  zip: ['zip archives, the same', 'properties, fast-check'],
  folders: ['folders of datasets with such a file', 'properties, fast-check'],
  pictures: ['PNG, JPEG, WebP, GIF, AVIF, BMP and TIFF with up to 3 damages', 'properties, fast-check'],
  models: ['models: damaged files, strange values with right sums', 'properties, fast-check'],
  checkpoints: ['checkpoints: damaged files, strange values with right sums', 'properties, fast-check'],
  parameters: ['parameters of trainings, models, metadata and notebooks', 'properties, fast-check'],
  json: [
    'JSON files of every reader: deep, long, of other types, with names twice or inherited, with escapes',
    'properties, fast-check',
  ],
  configurations: ['configuration files of `mnist-lab train`', 'properties, fast-check'],
  servers: ['misbehaving servers, alone and with a right one behind', 'raw sockets on loopback'],
  proxies: ['misbehaving proxies and tunnels', 'raw sockets and TLS on loopback'],
  archives: ['misbehaving servers of archives, archives that lie', 'raw sockets on loopback'],
  registries: ['misbehaving registries of packages', 'npm and raw sockets on loopback'],
  stopping: ['stopping while somebody keeps one waiting', 'the abort signal'],
  slowReaders: ['readers slower than the server', 'TLS on loopback'],
  killedDownloads: ['downloads killed at any moment', 'SIGKILL, then a download that finishes'],
  killedSetups: ['set-ups killed at any moment', 'SIGKILL, then a set-up that finishes'],
  killedSaves: ['saves of a model killed at any moment', 'SIGKILL, then loading'],
  killedTrainings: [
    'trainings killed at any moment',
    'SIGKILL, resumed; weights compared bit by bit with those never killed',
  ],
  atOnce: ['two of everything at once', 'processes that do the same in the same place'],
  publications: [
    'headless runs that publish into one build folder at once',
    'processes that publish, a reader beside them',
  ],
  stoppedSavers: [
    'savers stopped in the midst of it while `mnist-lab train` ends',
    'SIGSTOP, then loading what the message names',
  ],
  fullDisks: ['disks that become full while a dataset is kept', 'tmpfs of many sizes'],
  fullDisksOfModels: [
    'disks that become full while a model, a checkpoint, an export or results are written',
    'tmpfs of many sizes',
  ],
  fullDisksOfSetups: [
    'disks that become full while TensorFlow is set up',
    'tmpfs of many sizes, then enough room',
  ],
  cells: [
    'cells that fail, in their own ways',
    '`npm start`, nbconvert, jupyter execute, papermill, nbmake; exit code, message, processes left',
  ],
  overflowingCells: [
    'cells that overflow the compiler, each followed by a healthy one',
    'generated: nesting and chains of 100 to 100,000',
  ],
  endedRuns: ['processes of a headless run ended by signals', 'SIGKILL, SIGTERM, SIGHUP, SIGINT'],
  server: ['connections to the web service, every tenth of them hostile', '`scripts/load`, 13 attacks'],
} as const;

export type FaultKind = keyof typeof faultKinds;

/** What a test tries, for the report. */
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
 * Options of a test, or of a group of them, by which the report counts what it tries. A kind is tried in one file
 * only, so that its row is renewed whenever that file is run.
 *
 * @param cases that each test tries.
 */
export function tries(kind: FaultKind, cases = 1): { readonly meta: { readonly fault: TriedFault } } {
  return { meta: { fault: { kind, cases } } };
}
