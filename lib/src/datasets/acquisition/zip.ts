import type { FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';

/** Where a file lies inside a zip archive. */
export interface ZipEntry {
  readonly path: string;
  /** 0: stored as it is; 8: deflated. */
  readonly method: number;
  readonly packedBytes: number;
  /** Position of the file's local header. */
  readonly offset: number;
}

/**
 * Lists what a zip archive holds, from the directory at its end (PKWARE's APPNOTE, sections 4.3.12 and
 * 4.3.16; archives up to 4 GB).
 *
 * @throws {SyntaxError} If the archive has no such directory.
 */
export async function listZip(archive: FileHandle): Promise<ZipEntry[]> {
  const { size } = await archive.stat();
  const tail = await readAt(archive, Math.max(0, size - 65_557), Math.min(size, 65_557));
  const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new SyntaxError('Cannot read the zip archive: it has no directory at its end');
  const directory = await readAt(archive, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries: ZipEntry[] = [];
  for (let offset = 0; offset + 46 <= directory.length; ) {
    const nameBytes = directory.readUInt16LE(offset + 28);
    entries.push({
      path: directory.toString('utf8', offset + 46, offset + 46 + nameBytes),
      method: directory.readUInt16LE(offset + 10),
      packedBytes: directory.readUInt32LE(offset + 20),
      offset: directory.readUInt32LE(offset + 42),
    });
    offset += 46 + nameBytes + directory.readUInt16LE(offset + 30) + directory.readUInt16LE(offset + 32);
  }
  return entries;
}

/** Reads one file out of a zip archive. */
export async function readZipEntry(archive: FileHandle, entry: ZipEntry): Promise<Uint8Array> {
  const header = await readAt(archive, entry.offset, 30);
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = await readAt(archive, start, entry.packedBytes);
  if (entry.method === 0) return packed;
  if (entry.method === 8) return promisify(inflateRaw)(packed);
  throw new SyntaxError(
    `Cannot read ${entry.path} in the zip archive: its method is ${entry.method}, wanted 0 or 8`,
  );
}

async function readAt(archive: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await archive.read(buffer, 0, length, position);
  if (bytesRead !== length) throw new SyntaxError('Cannot read the zip archive: it is cut short');
  return buffer;
}
