import { expect, test } from 'vitest';
import { crc32c } from '../../lib/src/files/crc32c.js';

test.each([
  // The check value of the sum's definition, and examples of RFC 3720, B.4.
  ['the nine digits', Buffer.from('123456789'), 0xe3069283],
  ['32 bytes of 0', Buffer.alloc(32), 0x8a9136aa],
  ['32 bytes of 255', Buffer.alloc(32, 255), 0x62a8ab43],
  ['32 bytes counting up', Buffer.from(Array.from({ length: 32 }, (_, byte) => byte)), 0x46dd794e],
  ['nothing', Buffer.alloc(0), 0],
])('crc32c of %s is what its definition says', (_, bytes, sum) => {
  expect(crc32c(bytes)).toBe(sum);
});
