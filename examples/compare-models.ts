/**
 * Compares two saved models on MNIST's test images: is one better, or is the difference chance?
 *
 *   npx tsx examples/compare-models.ts models/first models/second
 */

import { brierScore, evaluate, loadDataset, loadModel, mcnemarTest, topLosses } from 'mnist-lab';

async function main(directories: readonly string[]): Promise<void> {
  if (directories.length !== 2) throw new Error('Usage: compare-models.ts FIRST SECOND');
  const { test } = await loadDataset('mnist');
  const results = [];
  for (const directory of directories) {
    const result = evaluate(await loadModel(directory), test);
    results.push({ directory, ...result });
    const { lower, upper } = result.accuracyInterval;
    // The Brier score also rewards calibrated probabilities: 0 is perfect, 2 is certain and always wrong.
    const brier = brierScore(result.probabilities, test.labels).toFixed(4);
    console.log(
      `${directory}: accuracy ${percent(result.accuracy)} (${percent(lower)} to ${percent(upper)}), Brier score ${brier}`,
    );
  }
  const [first, second] = results as [(typeof results)[0], (typeof results)[0]];

  // Both models classified the same images, so only those that exactly one model classified correctly count.
  // The difference can be significant even if the intervals overlap.
  const { onlyFirstRight, onlySecondRight, pValue } = mcnemarTest(
    test.labels,
    first.predictions,
    second.predictions,
  );
  const better = onlyFirstRight > onlySecondRight ? first : second;
  console.log(
    `correct in one only: ${onlyFirstRight} and ${onlySecondRight} images, p = ${pValue.toPrecision(2)}`,
  );
  console.log(
    pValue < 0.05
      ? `${better.directory} is better`
      : 'the difference is within chance: use more images or seeds',
  );

  console.log(`top losses of ${better.directory}:`);
  for (const { index, label, prediction, probability } of topLosses(better.probabilities, test.labels, 5))
    console.log(`  image ${index}: a ${label}, predicted as ${prediction} with ${percent(probability)}`);
}

const percent = (share: number) => `${(100 * share).toFixed(2)}%`;

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
