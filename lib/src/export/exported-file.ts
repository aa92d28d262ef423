import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A file that an export has written. */
export interface ExportedFile {
  /** Its path, as it was given. */
  readonly file: string;
  /** Its length. */
  readonly bytes: number;
}

/** Writes a file under a temporary name and renames it, so that nobody finds half of it. Makes its folder. */
export async function writeExported(file: string, content: string | Uint8Array): Promise<ExportedFile> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const temporary = `${file}.${randomUUID()}.tmp`;
  await mkdir(path.dirname(file), { recursive: true });
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
  return { file, bytes: bytes.length };
}
