import fc from 'fast-check';
import { test } from 'vitest';
import { faultCases } from '../faults/fault-cases.js';
import { readerProperties } from './reader-properties.js';

test.each(readerProperties)('%s', async (_, make) => {
  await fc.assert(make(), { numRuns: faultCases(200), seed: 1 });
});
