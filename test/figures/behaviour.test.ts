import { createRandom, evaluateProbabilities, rocCurves } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { accent, wrongColour } from '../../lib/src/colours/palette.js';
import { accuracyComparisonFigure } from '../../lib/src/figures/accuracy-comparison-figure.js';
import { classCountsFigure } from '../../lib/src/figures/class-counts-figure.js';
import { classColour } from '../../lib/src/figures/colours.js';
import { confusedPairsFigure } from '../../lib/src/figures/confused-pairs-figure.js';
import { confusionMatrixFigure } from '../../lib/src/figures/confusion-matrix-figure.js';
import type { Figure } from '../../lib/src/figures/figure.js';
import { imagesFigure } from '../../lib/src/figures/images-figure.js';
import { intensityHistogramFigure } from '../../lib/src/figures/intensity-histogram-figure.js';
import { learningCurvesFigure } from '../../lib/src/figures/learning-curves-figure.js';
import { predictionsFigure } from '../../lib/src/figures/predictions-figure.js';
import { principalComponentsFigure } from '../../lib/src/figures/principal-components-figure.js';
import { rocFigure } from '../../lib/src/figures/roc-figure.js';
import { runsFigure } from '../../lib/src/figures/runs-figure.js';
import { topLossesFigure } from '../../lib/src/figures/top-losses-figure.js';
import { exampleDataset, exampleEvaluation, exampleHistory } from './example-figures.js';

const dataset = exampleDataset();
const evaluation = exampleEvaluation(dataset);
const trace = (figure: Figure, name: string) => figure.data.find((candidate) => candidate.name === name)!;

describe('learningCurvesFigure()', () => {
  it('marks the best epoch on the loss and accuracy curves, and with a line through all panels', () => {
    const figure = learningCurvesFigure(exampleHistory);
    const best = figure.data.filter(({ legendgroup }) => legendgroup === 'best');
    expect(best.map(({ x, y, yaxis }) => [x, y, yaxis])).toEqual([
      [[3], [0.4], undefined],
      [[3], [90], 'y2'],
    ]);
    expect(figure.layout.shapes).toMatchObject([{ type: 'line', x0: 3, x1: 3, y0: 0, y1: 1 }]);
    expect(figure.description).toContain(
      'The best epoch is 3, with validation loss 0.4000 and accuracy 90.00%',
    );
  });

  it('accepts another name and title, so that a notebook can show two such figures', () => {
    const figure = learningCurvesFigure(exampleHistory, { name: 'overfitting', title: 'Overfitting' });
    expect(figure.name).toBe('overfitting');
    expect(figure.layout.title).toMatchObject({ text: expect.stringContaining('Overfitting') });
  });

  it('has no validation curve and marks no best epoch without validation data', () => {
    const epochs = exampleHistory.epochs.map(
      ({ validationLoss: _, validationAccuracy: __, ...record }) => record,
    );
    const figure = learningCurvesFigure({ epochs, bestEpoch: 0 });
    expect(figure.data.map(({ name }) => name)).toEqual(['training', 'training', 'learning rate']);
    expect(figure.layout.shapes).toEqual([]);
  });
});

describe('runsFigure()', () => {
  const { epochs } = exampleHistory;
  const run = (name: string) => ({ name, epochs });

  it('has one tick per epoch for short runs, so that no label appears twice', () => {
    expect(runsFigure([run('a'), run('b')]).layout.xaxis).toMatchObject({ dtick: 1 });
    const long = Array.from({ length: 30 }, (_, at) => ({ ...epochs[0]!, epoch: at + 1 }));
    expect(runsFigure([{ name: 'long', epochs: long }]).layout.xaxis).not.toHaveProperty('dtick');
  });

  it('gives each of three runs its own colour and dash, in both panels', () => {
    const figure = runsFigure([run('a'), run('b'), run('c')], { name: 'rates', title: 'Three rates' });
    expect(figure.name).toBe('rates');
    expect(figure.description).toContain('Validation accuracy of three runs: a ');
    const lines = figure.data.map(({ line }) => JSON.stringify(line));
    expect(new Set(lines).size).toBe(3);
    expect(figure.data.map(({ yaxis }) => yaxis)).toEqual([
      undefined,
      'y2',
      undefined,
      'y2',
      undefined,
      'y2',
    ]);
  });

  it('rejects an empty list, and a run without epochs', () => {
    expect(() => runsFigure([])).toThrow('expected at least 1 run but found 0');
    expect(() => runsFigure([{ name: 'empty', epochs: [] }])).toThrow(
      'expected "empty" to have at least 1 epoch but found 0',
    );
  });
});

describe('confusionMatrixFigure()', () => {
  it('states how many images were correct and which classes were confused most often', () => {
    const confusionMatrix = [
      [50, 2],
      [12, 36],
    ];
    const { description, data } = confusionMatrixFigure({ confusionMatrix, classNames: ['4', '9'] });
    expect(description).toBe(
      'Confusion matrix over 100 images: 86 correct (86.00%). Most frequent error: 9 predicted as 4 (12 times).',
    );
    expect(data.map(({ z }) => z).slice(0, 2)).toEqual([
      [
        [50, null],
        [null, 36],
      ],
      [
        [null, 2],
        [12, null],
      ],
    ]);
  });

  it('shows, if normalised, percentages of the images of each true class', () => {
    const confusionMatrix = [
      [3, 1],
      [0, 0],
    ];
    const { data } = confusionMatrixFigure({ confusionMatrix, classNames: ['a', 'b'] }, { normalize: true });
    expect(data[0]!.z).toEqual([
      [75, null],
      [null, null],
    ]);
  });
});

describe('topLossesFigure()', () => {
  it('shows only misclassified images, the one with the highest loss first', () => {
    const figure = topLossesFigure(dataset, evaluation, { limit: 100 });
    const captions = figure.data[2]!.text as string[];
    const wrong = evaluation.labels.filter((label, index) => label !== evaluation.predictions[index]).length;
    expect(captions).toHaveLength(wrong);
    const hovers = figure.data[1]!.text as string[];
    const losses = hovers.map((hover) => {
      const image = Number(/^image (\d+)/.exec(hover)![1]);
      return -Math.log(evaluation.probabilities[image * 3 + evaluation.labels[image]!]!);
    });
    expect(losses).toEqual([...losses].sort((left, right) => right - left));
    for (const caption of captions) expect(caption).toMatch(/^(\w+)<br>→ (?!\1)\w+<br>[\d.]+%$/);
  });

  it('shows the note "There are none." if no image is misclassified, and so does confusedPairsFigure()', () => {
    const certain = new Float32Array(dataset.count * 3);
    dataset.labels.forEach((label, index) => {
      certain[index * 3 + label] = 1;
    });
    const perfect = evaluateProbabilities(certain, dataset.labels, dataset.classNames);
    for (const figure of [topLossesFigure(dataset, perfect), confusedPairsFigure(dataset, perfect)]) {
      expect(figure.data).toEqual([]);
      expect(JSON.stringify(figure.layout.annotations)).toContain('There are none.');
    }
    expect(confusionMatrixFigure(perfect).description).toMatch(/60 correct \(100\.00%\)\.$/);
  });
});

describe('predictionsFigure()', () => {
  it('shows the true class in one colour and a wrong prediction in another', () => {
    const wrong = evaluation.labels.findIndex((label, index) => label !== evaluation.predictions[index]);
    const { data } = predictionsFigure(dataset, evaluation, { indices: [wrong], classes: 3 });
    const colours = (data[0]!.marker as { color: string[] }).color;
    const texts = data[0]!.text as string[];
    const name = (classIndex: number) => `<b>${dataset.classNames[classIndex]}</b>`;
    expect(colours[0]).toBe(wrongColour);
    expect(texts[0]).toContain(name(evaluation.predictions[wrong]!));
    expect(texts[colours.indexOf(accent.anywhere)]).toContain(name(evaluation.labels[wrong]!));
  });
});

describe('a class', () => {
  it('has the same colour in histograms, component maps, ROC curves and class counts', () => {
    const third = classColour(2);
    expect(trace(intensityHistogramFigure(dataset), 'cat').line).toMatchObject({ color: third });
    const map = { coordinates: new Float32Array(dataset.count * 2), explainedVarianceRatio: [0.5, 0.2] };
    expect(trace(principalComponentsFigure(dataset, map), 'cat').marker).toMatchObject({ color: third });
    const roc = rocFigure(evaluation).data[2]!;
    expect(roc.name).toContain('cat');
    expect(roc.line).toMatchObject({ color: third });
    expect((classCountsFigure(dataset).data[0]!.marker as { color: string[] }).color[2]).toBe(
      `rgba(${[1, 3, 5].map((at) => Number.parseInt(third.slice(at, at + 2), 16)).join(', ')}, 1)`,
    );
  });
});

describe('rocFigure()', () => {
  it('draws long curves with fewer points, all of which are on the original curve', () => {
    const random = createRandom(3);
    const labels = Uint8Array.from({ length: 4000 }, () => random.integer(2));
    const probabilities = Float32Array.from(labels, (label) => 0.3 * label + 0.7 * random.next());
    const both = Float32Array.from({ length: 8000 }, (_, at) => {
      const second = probabilities[at >> 1]!;
      return at % 2 === 1 ? second : 1 - second;
    });
    const drawn = rocFigure({ labels, probabilities: both, classNames: ['a', 'b'] }).data[1]!;
    const [x, y] = [drawn.x as number[], drawn.y as number[]];
    const whole = rocCurves(both, labels, ['a', 'b'])[1]!;
    const points = new Set(
      Array.from(whole.falsePositiveRates, (rate, at) =>
        [rate, whole.truePositiveRates[at]!].map((value) => Number((100 * value).toPrecision(4))).join(),
      ),
    );
    expect(whole.falsePositiveRates.length).toBeGreaterThan(1000);
    expect(x.length).toBeLessThan(450);
    for (const [at, rate] of x.entries()) expect(points).toContain([rate, y[at]].join());
    expect([x.at(-1), y.at(-1)]).toEqual([100, 100]);
  });
});

describe('accuracyComparisonFigure()', () => {
  it('lists the most accurate result first, and can show an accuracy of 100%', () => {
    const own = { accuracy: 0.98, accuracyInterval: { lower: 0.97, upper: 0.99 } };
    const figure = accuracyComparisonFigure(own, [
      { name: 'worse', accuracy: 0.5, source: 'measured' },
      { name: 'perfect', accuracy: 1, source: 'published' },
    ]);
    const order = (figure.layout.annotations as { text: string }[]).map(({ text }) => text);
    expect(order).toEqual([
      'perfect: 100.00%',
      '<b>this network</b>: 98.00% (97.00% to 99.00%)',
      'worse: 50.00%',
    ]);
    const [perfect] = trace(figure, 'published').x as number[];
    expect(perfect).toBeGreaterThan(0);
    expect(perfect).toBeLessThan(0.02);
  });
});

describe('figures of incompatible inputs', () => {
  it('are rejected with the expected and the actual counts', () => {
    expect(() => imagesFigure(dataset, { captions: ['one'] })).toThrow(
      /60 images: expected a caption for each but found 1 caption/,
    );
    const map = { coordinates: new Float32Array(4), explainedVarianceRatio: [0.5, 0.2] };
    expect(() => principalComponentsFigure(dataset, map)).toThrow(
      /60 images: expected at least 2 components for each but found 4 coordinates/,
    );
    expect(() => predictionsFigure(dataset, evaluation, { indices: [60] })).toThrow(
      /an index from 0 to 59 but found 60/,
    );
    const others = exampleDataset({ count: 30 });
    expect(() => topLossesFigure(others, evaluation)).toThrow(
      /expected an evaluation of the dataset's 30 images but found one of 60/,
    );
  });
});
