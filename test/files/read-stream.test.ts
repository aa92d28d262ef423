import { expect, test } from 'vitest';
import { readStream } from '../../lib/src/files/read-stream.js';

let isClosed: boolean;

async function* chunks(count: number) {
  isClosed = false;
  try {
    for (let made = 0; made < count; made++) yield Uint8Array.of(made % 256, 1, 2);
  } finally {
    isClosed = true;
  }
}

test.each([0, 1, 10])('readStream() returns the bytes of %i chunks', async (count) => {
  const bytes = Array.from({ length: count }, (_, at) => [at, 1, 2]).flat();
  expect([...(await readStream(chunks(count), 30, 'Reading'))]).toEqual(bytes);
});

test('readStream() rejects an endless stream at the limit, and closes it', async () => {
  await expect(readStream(chunks(Number.POSITIVE_INFINITY), 30, 'Reading a pipe')).rejects.toThrow(
    'Reading a pipe: expected at most 30 bytes but found more. Choose a smaller file.',
  );
  expect(isClosed).toBe(true);
});
