import {
  brierScore,
  calibrationCurve,
  classificationReport,
  confusionMatrix,
  evaluateProbabilities,
  mcnemarTest,
  mostConfusedPairs,
  precisionRecallCurves,
  predictedClasses,
  rocCurves,
  topLosses,
  wilsonInterval,
} from 'mnist-lab';
import { describe, expect, test } from 'vitest';
import { logLosses } from '../../lib/src/evaluation/score-predictions.js';
import { expectNumbers } from './numbers.js';
import { reference } from './reference.js';

const { metrics } = reference;
const { classNames, labels, probabilities } = metrics;
const predictions = predictedClasses(probabilities, classNames.length);

describe('as in scikit-learn, SciPy and statsmodels,', () => {
  test('confusionMatrix() has a row per true class and a column per predicted class', () => {
    expect(confusionMatrix(labels, predictions, classNames.length)).toEqual(metrics.confusionMatrix);
  });

  test('classificationReport() returns precision, recall and F1 per class and on average, with 0 for a division by zero', () => {
    const report = classificationReport(labels, predictions, classNames);
    const { classes, macroAverage, weightedAverage } = metrics.report;
    expect(report.accuracy).toBeCloseTo(metrics.accuracy, 12);
    expect(report.support).toBe(labels.length);
    for (const [index, wanted] of classes.entries()) {
      expect(report.classes[index]).toMatchObject({ name: wanted.name, support: wanted.support });
    }
    const scores = ({ precision, recall, f1 }: { precision: number; recall: number; f1: number }) => [
      precision,
      recall,
      f1,
    ];
    expectNumbers(report.classes.flatMap(scores), classes.flatMap(scores), 1e-12);
    expectNumbers(scores(report.macroAverage), scores(macroAverage), 1e-12);
    expectNumbers(scores(report.weightedAverage), scores(weightedAverage), 1e-12);
    // The fixture covers both cases of a division by zero.
    expect(report.classes[3]).toMatchObject({ precision: 0, recall: 0, f1: 0 });
    expect(report.classes[4]).toMatchObject({ recall: 0, f1: 0, support: 0 });
  });

  test('evaluateProbabilities() returns the mean negative log-likelihood as the loss', () => {
    const { loss } = evaluateProbabilities(
      Float32Array.from(metrics.noZeros),
      Uint8Array.from(labels),
      classNames,
    );
    expect(loss).toBeCloseTo(metrics.noZerosLogLoss, 6);
  });

  test('brierScore() sums the squared errors over the classes', () => {
    expect(brierScore(probabilities, labels)).toBeCloseTo(metrics.brierScore, 12);
  });

  test('rocCurves() returns a one-against-rest curve per class', () => {
    const curves = rocCurves(probabilities, labels, classNames);
    for (const wanted of metrics.curves) {
      const curve = curves.find(({ name }) => name === wanted.name)!;
      expect(curve.areaUnderCurve).toBeCloseTo(wanted.areaUnderCurve, 12);
      expectNumbers(curve.falsePositiveRates, wanted.falsePositiveRates, 1e-12);
      expectNumbers(curve.truePositiveRates, wanted.truePositiveRates, 1e-12);
      expect(curve.thresholds).toHaveLength(wanted.falsePositiveRates.length);
    }
  });

  test('precisionRecallCurves() returns a curve and the average precision per class', () => {
    const curves = precisionRecallCurves(probabilities, labels, classNames);
    for (const wanted of metrics.curves) {
      const curve = curves.find(({ name }) => name === wanted.name)!;
      expect(curve.averagePrecision).toBeCloseTo(wanted.averagePrecision, 12);
      // scikit-learn adds points after the first with full recall. The library's curve ends there.
      const end = wanted.recalls.indexOf(1) + 1;
      expectNumbers(curve.recalls, wanted.recalls.slice(0, end), 1e-12);
      expectNumbers(curve.precisions, wanted.precisions.slice(0, end), 1e-12);
    }
  });

  test.each(reference.wilson)(
    'wilsonInterval() returns the confidence interval of $successes successes in $trials trials',
    ({ successes, trials, lower, upper }) => {
      const interval = wilsonInterval(successes, trials);
      expectNumbers([interval.lower, interval.upper], [lower, upper], 1e-12);
    },
  );

  test.each(reference.mcnemar)(
    'mcnemarTest() returns the p-value if $onlyFirstRight images are correct only for the first model and $onlySecondRight only for the second',
    (wanted) => {
      const { onlyFirstRight, onlySecondRight, both, neither, pValue } = wanted;
      const first = [both, onlyFirstRight].flatMap((count) => Array(count).fill(1));
      const total = both + onlyFirstRight + onlySecondRight + neither;
      const second = [
        ...Array(both).fill(1),
        ...Array(onlyFirstRight).fill(0),
        ...Array(onlySecondRight).fill(1),
      ];
      const fill = (list: number[]) => [...list, ...Array(total - list.length).fill(0)];
      const result = mcnemarTest(Array(total).fill(1), fill(first), fill(second));
      expect(result).toMatchObject({ onlyFirstRight, onlySecondRight });
      expect(result.pValue).toBeCloseTo(pValue, 10);
    },
  );

  test('calibrationCurve() returns the expected calibration error over 15 bins of equal width', () => {
    const { expectedCalibrationError, bins } = calibrationCurve(probabilities, labels);
    expect(expectedCalibrationError).toBeCloseTo(metrics.calibrationError, 12);
    expect(bins).toHaveLength(15);
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(labels.length);
  });
});

test('logLosses() counts a probability of 0 for the true class as one in ten million, so that the loss is finite', () => {
  const losses = logLosses(probabilities, labels);
  expect(losses.reduce((sum, loss) => sum + loss, 0) / losses.length).toBeCloseTo(metrics.clippedLoss, 10);
  expect([...logLosses([0, 1], [0])]).toEqual([-Math.log(1e-7)]);
});

test('evaluateProbabilities() returns labels, predictions, loss, confusion matrix, and accuracy with its interval', () => {
  const evaluation = evaluateProbabilities(Float32Array.of(0.9, 0.1, 0.6, 0.4), Uint8Array.of(0, 1), [
    'a',
    'b',
  ]);
  expect(evaluation).toMatchObject({
    count: 2,
    accuracy: 0.5,
    accuracyInterval: wilsonInterval(1, 2),
    classNames: ['a', 'b'],
    labels: Uint8Array.of(0, 1),
    predictions: Uint8Array.of(0, 0),
    confusionMatrix: [
      [1, 0],
      [1, 0],
    ],
  });
  expect(evaluation.loss).toBeCloseTo(-(Math.log(0.9) + Math.log(0.4)) / 2, 6);
});

test('mostConfusedPairs() lists the pairs of classes that were confused, the most frequent first', () => {
  const matrix = [
    [8, 2, 0],
    [0, 5, 5],
    [2, 0, 1],
  ];
  expect(mostConfusedPairs(matrix, ['a', 'b', 'c'], 2)).toEqual([
    { label: 1, prediction: 2, labelName: 'b', predictionName: 'c', count: 5, share: 0.5 },
    { label: 0, prediction: 1, labelName: 'a', predictionName: 'b', count: 2, share: 0.2 },
  ]);
  expect(mostConfusedPairs(matrix, ['a', 'b', 'c'], 10)).toHaveLength(3);
});

test('topLosses() lists the images with the highest loss', () => {
  const losses = topLosses([0.9, 0.1, 0.2, 0.8, 0.3, 0.7], [1, 1, 0], 2);
  expect(losses.map(({ index }) => index)).toEqual([0, 2]);
  expect(losses[0]).toMatchObject({ label: 1, prediction: 0, probability: 0.9, loss: -Math.log(0.1) });
});

test('the areas under the ROC and precision-recall curves are not defined for a class without images', () => {
  const absent = classNames.length - 1;
  expect(rocCurves(probabilities, labels, classNames)[absent]!.areaUnderCurve).toBeNaN();
  expect(precisionRecallCurves(probabilities, labels, classNames)[absent]!.averagePrecision).toBeNaN();
});

test('calibrationCurve() counts a confidence on the edge of two bins in the lower bin, and 0 and 1 in the first and last one', () => {
  const { bins } = calibrationCurve([0.5, 0.5, 1, 0, 0, 0], [0, 0, 0], 2);
  expect(bins.map(({ count }) => count)).toEqual([2, 1]);
});

test.each<[string, () => unknown, string]>([
  [
    'NaN from a model that has diverged',
    () => brierScore([0.5, Number.NaN], [0]),
    'class 1 for image 0 to be from 0 to 1 but found NaN. If a network predicted it, its training diverged',
  ],
  ['logits', () => calibrationCurve([3, -1], [0]), 'to be from 0 to 1 but found 3'],
  ['lists of different lengths', () => topLosses([0.5, 0.5, 1], [0, 1], 1), 'but found 3 for 2 labels'],
  ['no images', () => brierScore([], []), 'but found 0 for 0 labels'],
  [
    'a label outside the classes',
    () => brierScore([0.5, 0.5], [2]),
    'expected label 0 to be an integer from 0 to 1 but found 2',
  ],
  [
    'a prediction outside the classes',
    () => confusionMatrix([0], [7], 2),
    'expected prediction 0 to be an integer from 0 to 1 but found 7',
  ],
  [
    'predictions for a different number of images',
    () => confusionMatrix([0, 1], [0], 2),
    'expected as many predictions as labels, 2, but found 1',
  ],
  [
    'more successes than trials',
    () => wilsonInterval(3, 2),
    'expected the successes to be an integer from 0 to 2 but found 3',
  ],
  [
    'a confidence interval over no trials',
    () => wilsonInterval(0, 0),
    'expected the trials to be an integer of at least 1 but found 0',
  ],
  [
    'a number of class names that does not match the probabilities',
    () => evaluateProbabilities(Float32Array.of(1, 0), Uint8Array.of(0), ['a']),
    'for 1 classes, as there are names, but found 2',
  ],
])('the metrics reject %s', (_, evaluate, message) => {
  expect(evaluate).toThrow(RangeError);
  expect(evaluate).toThrow(message);
});
