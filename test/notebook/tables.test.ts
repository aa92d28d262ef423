import { createDenseClassifier, mostConfusedPairs } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { incrementalStudyTable, robustnessTable } from '../../lib/src/notebook/comparison-tables.js';
import { tableContent, tableToText } from '../../lib/src/notebook/table.js';
import {
  classificationReportTable,
  confusedPairsTable,
  datasetSummaryTable,
  historyTable,
  modelSummaryTable,
} from '../../lib/src/notebook/tables.js';
import { exampleDataset, exampleEvaluation, exampleHistory } from '../figures/example-figures.js';

const dataset = exampleDataset();
const evaluation = exampleEvaluation(dataset);
const { epochs } = exampleHistory;
const column = (frame: { columns: string[]; values: unknown }, name: string) =>
  (frame.values as unknown[][]).map((row) => row[frame.columns.indexOf(name)]);

describe('historyTable()', () => {
  it('has a row of numbers per epoch, marks the best epoch, and contains no times', () => {
    const frame = historyTable({ epochs, bestEpoch: 3 });
    expect(frame.shape).toEqual([4, 7]);
    expect(column(frame, 'validation accuracy (%)')).toEqual([77.5, 87.5, 90, 88.75]);
    expect(column(frame, 'best')).toEqual(['', '', '✓', '']);
    // Times would differ in every committed notebook.
    expect(frame.columns).not.toContain('seconds');
    expect(frame.column('learning rate').max()).toBeGreaterThan(0);
  });

  it('can be limited to every fifth epoch, the first, the best and the last', () => {
    const many = Array.from({ length: 12 }, (_, at) => ({ ...epochs[0]!, epoch: at + 1 }));
    const shown = historyTable({ epochs: many, bestEpoch: 8 }, { every: 5 });
    expect(column(shown, 'epoch')).toEqual([1, 5, 8, 10, 12]);
    expect(column(shown, 'best')).toEqual(['', '', '✓', '', '']);
    expect(() => historyTable({ epochs, bestEpoch: 1 }, { every: 0 })).toThrow(
      'expected every to be an integer of at least 1 but found 0',
    );
  });

  it('has no validation columns without validation data', () => {
    const trained = epochs.map(({ validationLoss: _, validationAccuracy: __, ...record }) => record);
    expect(historyTable({ epochs: trained, bestEpoch: 4 }).columns).toEqual([
      'epoch',
      'loss',
      'accuracy (%)',
      'learning rate',
      'best',
    ]);
  });
});

describe('classificationReportTable()', () => {
  it('has a row per class and then averages and accuracy, in the order of scikit-learn', () => {
    const frame = classificationReportTable(evaluation.report);
    expect(column(frame, 'class')).toEqual([
      'ant',
      'bee',
      'cat',
      'macro average',
      'weighted average',
      'accuracy',
    ]);
    expect(column(frame, 'images')).toEqual([20, 20, 20, 60, 60, 60]);
    expect(column(frame, 'F1').at(-1)).toBeCloseTo(evaluation.accuracy, 4);
    expect(column(frame, 'precision').at(-1)).toBeNull();
  });
});

describe('datasetSummaryTable()', () => {
  it('counts images and classes of both splits', () => {
    const frame = datasetSummaryTable({ train: dataset, test: exampleDataset({ count: 1500 }) });
    const text = tableToText(tableContent(frame)!);
    const [, , training, test] = text.split('\n').map((line) => line.split(/ {2,}/));
    expect(training!.slice(0, 6)).toEqual(['training', '60', '6 × 5', '3', '20', '20']);
    expect(test!.slice(0, 6)).toEqual(['test', '1,500', '6 × 5', '3', '500', '500']);
  });
});

describe('modelSummaryTable()', () => {
  it('ends with the number of parameters of all layers', () => {
    const model = createDenseClassifier({
      hiddenUnits: [8],
      dropoutRate: 0.1,
      classNames: ['a', 'b'],
      imageShape: [3, 4],
    });
    const parameters = column(modelSummaryTable(model), 'parameters') as number[];
    expect(parameters).toEqual([12 * 8 + 8, 0, 8 * 2 + 2, 122]);
    expect(column(modelSummaryTable(model), 'outputs')).toEqual([8, 8, 2, null]);
  });
});

describe('incrementalStudyTable() and robustnessTable()', () => {
  it('show gains in percentage points', () => {
    const steps = [
      { name: 'plain', accuracy: 0.9, seconds: 2 },
      { name: '+ dropout', accuracy: 0.895, seconds: 2.55 },
    ];
    expect(column(incrementalStudyTable(steps), 'gain (points)')).toEqual([null, -0.5]);
    expect(column(robustnessTable(steps, steps), 'gain (points)')).toEqual([0, 0]);
    expect(() => robustnessTable(steps, steps.slice(1))).toThrow(
      /found plain, \+ dropout before and \+ dropout after/,
    );
  });
});

describe('confusedPairsTable()', () => {
  it('names the pairs of confused classes', () => {
    const pairs = mostConfusedPairs(
      [
        [8, 2],
        [0, 10],
      ],
      ['4', '9'],
      3,
    );
    expect(confusedPairsTable(pairs).values).toEqual([['4', '9', 2, 20]]);
  });
});
