import { stat } from 'node:fs/promises';

/**
 * The size of a file in bytes. What is no file is refused before it is opened: a pipe would keep its reader waiting
 * for ever, a device might never end.
 *
 * @throws {Error} if it is no file, or larger than the limit.
 */
export async function regularFileSize(file: string, largest: number): Promise<number> {
  const found = await stat(file);
  if (!found.isFile()) {
    const kind = found.isDirectory() ? 'a folder' : 'a pipe, a socket or a device';
    throw new Error(`Reading ${file}: expected a file but found ${kind}. Move it away.`);
  }
  if (found.size > largest) {
    const [wanted, size] = [largest, found.size].map((bytes) => bytes.toLocaleString('en-US'));
    throw new RangeError(
      `Reading ${file}: expected at most ${wanted} bytes but found ${size}. Replace it by a smaller file.`,
    );
  }
  return found.size;
}
