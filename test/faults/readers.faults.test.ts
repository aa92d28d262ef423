import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readerProperties } from '../datasets/reader-properties.js';
import { faultCases } from './fault-cases.js';

const cases = faultCases(40_000);

test.each(readerProperties)(
  `%s, for ${cases.toLocaleString('en-US')} inputs in little memory`,
  async (_, make) => {
    const before = process.resourceUsage().maxRSS;
    await fc.assert(make(), { numRuns: cases });
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(500_000); // Kilobytes.
  },
  3_600_000,
);
