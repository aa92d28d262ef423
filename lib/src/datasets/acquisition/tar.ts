const blockBytes = 512;

/** A file inside a tar archive. */
export interface TarFile {
  /** Path inside the archive, without a leading `./`. */
  readonly path: string;
  /** A view of the archive's bytes. */
  readonly bytes: Uint8Array;
}

/**
 * Lists the regular files of an uncompressed tar archive (POSIX ustar; the extended headers that only carry
 * times and owners are passed over). Packages are read this way so that no `tar` command is needed.
 *
 * @throws {SyntaxError} If the archive is cut short or not tar.
 */
export function* readTar(archive: Uint8Array): Generator<TarFile> {
  for (let offset = 0; offset + blockBytes <= archive.length; ) {
    const header = archive.subarray(offset, offset + blockBytes);
    if (header[0] === 0) return; // Two blocks of zeros end the archive.
    const size = Number.parseInt(text(header, 124, 12).trim(), 8);
    const end = offset + blockBytes + size;
    if (!(size >= 0) || text(header, 257, 5) !== 'ustar' || end > archive.length) {
      throw new SyntaxError(`Cannot read the tar archive: no valid entry at byte ${offset}`);
    }
    const prefix = text(header, 345, 155);
    const name = text(header, 0, 100);
    const type = text(header, 156, 1);
    if (type === '0' || type === '') {
      const path = (prefix ? `${prefix}/${name}` : name).replace(/^\.\//, '');
      yield { path, bytes: archive.subarray(offset + blockBytes, end) };
    }
    offset += blockBytes + Math.ceil(size / blockBytes) * blockBytes;
  }
}

function text(header: Uint8Array, start: number, length: number): string {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return Buffer.from(end < 0 ? field : field.subarray(0, end)).toString('utf8');
}
