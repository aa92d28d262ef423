import fc from 'fast-check';
import { createRandom } from 'mnist-lab';
import { expect, test } from 'vitest';
import { LineSearch } from '../../lib/src/images/ink/line-search.js';

/** The line with the most votes, counted one slope after another. Of equal lines, the straightest wins, then the first. */
function counted({ runs, length }: LineSearch) {
  const steepest = Math.ceil(length / 7);
  let best = { votes: 0, start: 0, slope: 0 };
  for (let rise = -steepest; rise <= steepest; rise++) {
    const slope = rise / length;
    const starts = runs.map(({ middle, along }) => Math.round(middle - slope * along));
    const votesAt = (start: number) => starts.filter((each) => each === start).length;
    for (let start = Math.min(...starts) - 1; start <= Math.max(...starts) + 1; start++) {
      const votes = votesAt(start) + Math.max(votesAt(start - 1), votesAt(start + 1));
      const isStraighter = votes === best.votes && Math.abs(slope) < Math.abs(best.slope);
      if (votes > best.votes || isStraighter) best = { votes, start, slope };
    }
  }
  return best;
}

test('the strongest line is the one with the most votes, also after runs were removed', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.constantFrom('across', 'down'),
      fc.double({ min: -0.1, max: 0.1, noNaN: true }),
      (seed, direction, slope) => {
        const random = createRandom(seed);
        const [rows, columns] = [24, 31];
        const values = Float32Array.from({ length: rows * columns }, () => Number(random.next() < 0.06));
        for (let along = 0; along < columns; along++)
          for (const start of [5, 13]) values[Math.round(start + slope * along) * columns + along] = 1;
        const strength = {
          values,
          rows,
          columns,
          guess: { ink: 'dark', widest: 'any' },
          noise: 0,
          threshold: 1,
        };
        const search = new LineSearch(strength as never, 0.5, direction);
        const all = search.runs;
        for (let round = 0; round < 3; round++) {
          const line = search.strongest();
          expect(line).toEqual(counted(search));
          const before = search.runs;
          const taken = search.take(line.start, line.slope);
          expect([...taken, ...search.runs].sort((a, b) => before.indexOf(a) - before.indexOf(b))).toEqual(
            before,
          );
          expect(taken.length).toBeGreaterThanOrEqual(line.votes);
        }
        search.restart();
        expect(search.runs).toBe(all);
        expect(search.strongest()).toEqual(counted(search));
      },
    ),
    { numRuns: 30, seed: 5 },
  );
});
