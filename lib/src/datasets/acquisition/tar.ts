const blockBytes = 512;

/** Maximum size of an archive in bytes, many times that of any package in the catalogue. */
const largestArchive = 2 ** 30;

interface TarFile {
  /** Path inside the archive, without a leading `./`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads files from a stream of an uncompressed tar archive, one at a time, without a `tar` command. Supports POSIX
 * ustar. Extended headers are skipped, because those of the catalogue's packages only contain times and owners.
 *
 * @param largestBytes Returns the maximum size of the file at a path. `undefined` skips the file.
 * @throws {SyntaxError} if the archive is truncated, not tar or too large, or contains a file that is too
 *   large.
 */
export async function* readTar(
  archive: AsyncIterable<Uint8Array>,
  largestBytes: (path: string) => number | undefined,
): AsyncGenerator<TarFile> {
  const reader = new ByteReader(archive);
  try {
    for (;;) {
      const begin = reader.position;
      const header = await reader.read(blockBytes);
      if (header.length === 0 || header[0] === 0) return; // Two blocks of zeros end the archive.
      const size = octal(text(header, 124, 12));
      if (header.length < blockBytes || size === undefined || text(header, 257, 5) !== 'ustar') {
        throw new SyntaxError(`the tar archive cannot be read: no valid entry at byte ${begin}`);
      }
      const path = pathIn(header);
      const type = text(header, 156, 1);
      const largest = type === '0' || type === '' ? largestBytes(path) : undefined;
      if (largest !== undefined && size > largest) {
        throw new SyntaxError(`${path} in the tar archive has ${size} bytes, expected at most ${largest}`);
      }
      const bytes = largest === undefined ? undefined : await reader.read(size);
      const rest = blockBytes * Math.ceil(size / blockBytes) - (bytes?.length ?? 0);
      if ((bytes && bytes.length < size) || (await reader.skip(rest)) < rest) {
        throw new SyntaxError(`the tar archive is truncated in the entry at byte ${begin}`);
      }
      if (bytes) yield { path, bytes };
    }
  } finally {
    await reader.close();
  }
}

function pathIn(header: Uint8Array): string {
  const prefix = text(header, 345, 155);
  const name = text(header, 0, 100);
  return (prefix ? `${prefix}/${name}` : name).replace(/^\.\//, '');
}

function octal(field: string): number | undefined {
  const digits = field.trim();
  return /^[0-7]{1,12}$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

function text(header: Uint8Array, start: number, length: number): string {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return Buffer.from(end < 0 ? field : field.subarray(0, end)).toString('utf8');
}

/** Reads a stream of chunks in pieces of any length. */
class ByteReader {
  position = 0;
  private left: Uint8Array = new Uint8Array();
  private readonly chunks: AsyncIterator<Uint8Array>;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  /** Returns a copy of the next bytes. It has fewer than `length` only at the end of the stream. */
  async read(length: number): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    await this.take(length, (piece) => pieces.push(piece));
    return Buffer.concat(pieces);
  }

  /** Skips bytes. Returns how many were skipped. */
  skip(length: number): Promise<number> {
    return this.take(length, () => {});
  }

  async close(): Promise<void> {
    await this.chunks.return?.();
  }

  private async take(length: number, use: (piece: Uint8Array) => void): Promise<number> {
    let taken = 0;
    while (taken < length) {
      if (this.left.length === 0) {
        const { done, value } = await this.chunks.next();
        if (done) break;
        this.left = value;
      }
      const piece = this.left.subarray(0, length - taken);
      this.left = this.left.subarray(piece.length);
      taken += piece.length;
      this.position += piece.length;
      if (this.position > largestArchive) {
        throw new SyntaxError(`the tar archive is too large, expected at most ${largestArchive} bytes`);
      }
      use(piece);
    }
    return taken;
  }
}
