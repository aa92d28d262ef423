import type { Sequential } from '@tensorflow/tfjs-node';
import { operationsOf } from '../layers/forward-of.js';
import type { InputScaling } from './input-scaling.js';

type Layer = Sequential['layers'][number];

/** Ranges of pixel values that networks take, each with the scaling from 0..255. */
export const inputRanges = {
  '0..1': { mean: 0, standardDeviation: 1 },
  '0..255': { mean: 0, standardDeviation: 1 / 255 },
  '-1..1': { mean: 0.5, standardDeviation: 0.5 },
} as const satisfies Readonly<Record<string, InputScaling>>;

/** Range of pixel values that a network takes, from black to white. */
export type InputRange = keyof typeof inputRanges;

export const inputRangeNames = Object.keys(inputRanges) as readonly InputRange[];

/** The range that a scaling produces. `'standardized'` for any other mean and standard deviation. */
export function rangeOf({ mean, standardDeviation }: InputScaling): InputRange | 'standardized' {
  const isClose = (a: number, b: number) => Math.abs(a - b) <= 1e-6 * Math.abs(b);
  const found = inputRangeNames.find((name) => {
    const range = inputRanges[name];
    return isClose(mean, range.mean) && isClose(standardDeviation, range.standardDeviation);
  });
  return found ?? 'standardized';
}

/**
 * Infers the input range from a model's first layers: a rescaling, or a normalisation with its learned
 * statistics.
 *
 * @returns `undefined` if the layers do not determine it.
 */
export function rangeByLayers(model: Sequential): InputRange | undefined {
  for (const layer of withInner(model.layers)) {
    const className = layer.getClassName();
    if (className === 'Rescaling') {
      const { scale, offset } = layer.getConfig() as { scale: number; offset: number };
      if (scale === 1 && offset === 0) continue;
      return rangeBeforeRescaling(scale, offset);
    }
    if (className === 'BatchNormalization') return rangeSeen(layer);
    if (!onlyMoves(layer)) return undefined;
  }
  return undefined;
}

/** Whether a layer only rearranges, pads, drops or interpolates values, or does nothing in predictions. */
function onlyMoves(layer: Layer): boolean {
  const operations = operationsOf(layer);
  if (!operations) return ['CenterCrop', 'Permute', 'Resizing'].includes(layer.getClassName());
  return operations.every((operation) => ['reshape', 'pad', 'crop'].includes(operation));
}

/** All layers in order. A nested model is replaced by its own layers. */
function withInner(layers: readonly Layer[]): Layer[] {
  return layers.flatMap((layer) =>
    'layers' in layer ? withInner((layer as unknown as Sequential).layers) : [layer],
  );
}

/** The pixel range for a model that begins with `x * scale + offset`, which results in about 0..1 or -1..1. */
function rangeBeforeRescaling(scale: number, offset: number): InputRange {
  // The usual factors for 0..255 are 1 / 255 and 1 / 127.5.
  if (scale < 0.05) return '0..255';
  const fromMinusOne = Math.abs(scale - 0.5) < 0.01 && Math.abs(offset - 0.5) < 0.01;
  return fromMinusOne ? '-1..1' : '0..1';
}

/**
 * The range according to a normalisation's mean and variance. A new layer has mean 0 and variance 1, which
 * reveal nothing.
 */
function rangeSeen(layer: Layer): InputRange | undefined {
  const numbersOf = (name: string): number[] => {
    const weight = layer.weights.find(({ originalName }) => originalName.endsWith(`/${name}`));
    return weight ? Array.from(weight.read().dataSync()) : [];
  };
  const most = (numbers: readonly number[]) =>
    numbers.reduce((found, each) => Math.max(found, each), -Infinity);
  const means = numbersOf('moving_mean');
  const spread = Math.sqrt(most(numbersOf('moving_variance')));
  const [lowest, highest] = [-most(means.map((mean) => -mean)), most(means)];
  if (highest > 2 || spread > 2) return '0..255';
  if (lowest < -1.05 || spread > 1.05 || (Math.max(-lowest, highest) < 0.2 && spread > 0.8)) return undefined;
  return lowest < -0.02 || spread > 0.55 ? '-1..1' : '0..1';
}
