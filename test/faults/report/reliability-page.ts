import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { oneAtATime } from '../../../lib/src/files/one-at-a-time.js';
import { writeWholeFile } from '../../../lib/src/files/write-whole-file.js';

const page = path.resolve(__dirname, '..', '..', 'RELIABILITY.md');

/**
 * Renews one section of test/RELIABILITY.md, which is between two comments with its name. The text around it is
 * written by hand.
 */
export function renewSection(name: string, renew: (before: string) => string, file = page): void {
  const doing = 'Writing what was tried';
  oneAtATime(path.dirname(file), doing, () => {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
    const [start, stop] = [text.indexOf(begin) + begin.length, text.indexOf(end)];
    if (!text.includes(begin) || stop < start)
      throw new Error(`${doing}: expected "${file}" to have a part named ${name} but found none.`);
    const content = `\n\n${renew(text.slice(start, stop).trim())}\n\n`;
    writeWholeFile(file, text.slice(0, start) + content + text.slice(stop), doing);
  });
}

/** Date and machine, as text. */
export function whenAndWhere(): string {
  const date = new Date().toISOString().slice(0, 10);
  const memory = Math.round(os.totalmem() / 2 ** 30);
  const [major, minor] = process.versions.node.split('.');
  const machine = `${os.cpus().length} cores, ${memory} GB`;
  return `${date}, ${os.type()} ${process.arch}, ${machine}, Node ${major}.${minor}`;
}
