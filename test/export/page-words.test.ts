import { createDenseClassifier, modelMetadata, type Preprocessing, setModelMetadata } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { networkData } from '../../lib/src/export/network-data.js';
import { pageWords } from '../../lib/src/export/page-words.js';

function wordsOf(preprocessing: Preprocessing, classNames: readonly string[], dataset?: string) {
  const model = createDenseClassifier({ hiddenUnits: [], classNames });
  if (dataset) setModelMetadata(model, { trainedWith: { dataset } });
  return pageWords({ preprocessing, network: networkData(model, 16) }, modelMetadata(model));
}

const digits = [...'0123456789'];

describe('the texts of an exported page', () => {
  it('are the lesson’s texts for a model with its classes, and name the dataset', () => {
    expect(wordsOf('mnist', digits, 'mnist')).toMatchObject({
      title: 'Draw a digit',
      data: 'handwritten digits (MNIST)',
    });
    expect(wordsOf('mnist', digits, 'qmnist').data).toBe('QMNIST');
  });

  it('name the classes of your own images, and mention neither garments nor digits', () => {
    const leaves = wordsOf('resize', ['oak', 'maple', 'birch'], './leaves');
    expect(leaves).toMatchObject({ title: 'Show a photo', data: 'images of oak, maple and birch' });
    expect(leaves.subtitle).toContain('tells oak, maple and birch apart');
    const shoes = wordsOf('fashion-mnist', ['boot', 'sandal'], './shoes');
    expect(JSON.stringify(shoes)).not.toMatch(/garment|shop|bag/);
    expect(JSON.stringify(wordsOf('mnist', ['a', 'b'], './letters'))).not.toContain('digit');
  });

  it('mention digits, but not MNIST, for digits of your own', () => {
    const words = wordsOf('mnist', ['3', '7'], './my-digits');
    expect(words).toMatchObject({ title: 'Draw a digit', data: 'images of the characters 3 and 7' });
    expect(JSON.stringify(words)).not.toContain('MNIST');
  });

  it('name only the first six classes if there are many', () => {
    const names = Array.from({ length: 30 }, (_, index) => `kind ${index}`);
    expect(wordsOf('resize', names, './kinds').data).toBe(
      'images of kind 0, kind 1, kind 2, kind 3, kind 4, kind 5 and 24 more',
    );
  });
});
