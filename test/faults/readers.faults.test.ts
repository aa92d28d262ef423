import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readerProperties } from '../datasets/reader-properties.js';
import { faultCases } from './fault-cases.js';
import { tries } from './report/fault-kinds.js';

const cases = faultCases(40_000);

describe.each(readerProperties)('%s', (_, make, kind) => {
  const options = { timeout: 3_600_000, ...tries(kind, cases) };
  test(`for ${cases.toLocaleString('en-US')} random inputs, without using much memory`, options, async () => {
    const before = process.resourceUsage().maxRSS;
    await fc.assert(make(), { numRuns: cases });
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(500_000); // Kilobytes.
  });
});
