import { readFileSync } from 'node:fs';
import path from 'node:path';

interface Scores {
  precision: number;
  recall: number;
  f1: number;
}

/** Results of scikit-learn, SciPy and statsmodels: see fixtures/make-scikit-learn-metrics.py. */
interface Reference {
  metrics: {
    classNames: string[];
    labels: number[];
    probabilities: number[];
    accuracy: number;
    confusionMatrix: number[][];
    report: {
      classes: (Scores & { name: string; support: number })[];
      macroAverage: Scores;
      weightedAverage: Scores;
    };
    clippedLoss: number;
    noZeros: number[];
    noZerosLogLoss: number;
    brierScore: number;
    curves: {
      name: string;
      areaUnderCurve: number;
      averagePrecision: number;
      falsePositiveRates: number[];
      truePositiveRates: number[];
      precisions: number[];
      recalls: number[];
    }[];
    calibrationError: number;
    temperature: number;
  };
  wilson: { successes: number; trials: number; lower: number; upper: number }[];
  mcnemar: {
    onlyFirstRight: number;
    onlySecondRight: number;
    both: number;
    neither: number;
    pValue: number;
  }[];
  images: {
    rows: number;
    columns: number;
    pixels: number[];
    labels: number[];
    explainedVariance: number[];
    explainedVarianceRatio: number[];
    components: number[];
    coordinates: number[];
    nearestCentroid: number[];
  };
}

const file = path.join(__dirname, '../fixtures/scikit-learn-metrics.json');

export const reference = JSON.parse(readFileSync(file, 'utf8')) as Reference;
