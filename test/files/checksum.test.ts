import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { crc32c, sha256, sha256OfFile } from '../../lib/src/files/checksum.js';
import { temporaryFolder } from '../temporary-folder.js';

test.each([
  // The check value of the checksum's definition, and examples of RFC 3720, B.4.
  ['the nine digits', Buffer.from('123456789'), 0xe3069283],
  ['32 bytes of 0', Buffer.alloc(32), 0x8a9136aa],
  ['32 bytes of 255', Buffer.alloc(32, 255), 0x62a8ab43],
  ['32 bytes counting up', Buffer.from(Array.from({ length: 32 }, (_, byte) => byte)), 0x46dd794e],
  ['nothing', Buffer.alloc(0), 0],
])('crc32c() of %s is the value in the specification', (_, bytes, sum) => {
  expect(crc32c(bytes)).toBe(sum);
});

// Examples of FIPS 180-2, appendix B.
const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

test('sha256() gives the same checksum for pieces as for their concatenation', () => {
  expect(sha256('abc')).toBe(abc);
  expect(sha256('a', Uint8Array.of(98), '', 'c')).toBe(abc);
});

test('sha256OfFile() gives the checksum of a file, and rejects if its signal is aborted', async () => {
  const file = path.join(temporaryFolder(), 'file');
  writeFileSync(file, 'abc');
  expect(await sha256OfFile(file)).toBe(abc);
  await expect(sha256OfFile(file, AbortSignal.abort())).rejects.toThrow('aborted');
});
