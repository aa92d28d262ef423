import { type Augmentation, createRandom, tf } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { GraphEngine } from '../../lib/src/training/graph/graph-engine.js';
import type { AugmentationAnnealing } from '../../lib/src/training/option-types.js';
import { epochRandom } from '../../lib/src/training/run-epochs.js';
import { resolveTrainOptions } from '../../lib/src/training/train-options.js';
import { trainingNetwork } from './engines.js';

const side = 21;
const middle = (side - 1) / 2;

interface Seeing {
  readonly compiled?: boolean;
  readonly annealing?: AugmentationAnnealing;
  /** The finished fractions of the training, 0 by default. Each seed is used at each of them. */
  readonly parts?: readonly number[];
}

/**
 * Trains one step per fraction and seed and returns the augmented image of each step. The image is read from the gradient of a
 * linear network: the gradient of a pixel's weight is the pixel times a number that all pixels share.
 */
async function seen(
  image: Uint8Array,
  augmentation: Augmentation,
  seeds: readonly number[],
  { compiled = false, annealing, parts = [0] }: Seeing = {},
): Promise<Float64Array[]> {
  const model = tf.sequential();
  model.add(tf.layers.dense({ units: 2, inputShape: [side * side], activation: 'softmax' }));
  const labels = Uint8Array.of(1);
  const data = { images: image, labels, count: 1, rows: side, columns: side, classNames: ['a', 'b'] };
  const settings = resolveTrainOptions({ batchSize: 1, augmentation, augmentationAnnealing: annealing });
  const engine = new GraphEngine(
    model,
    trainingNetwork(model),
    data,
    settings,
    { compiled, sliceSteps: 1 },
    '',
  );
  const start = await engine.state();
  const rates = new Float32Array(101).fill(0.01);
  const images: Float64Array[] = [];
  for (const [part, seed] of parts.flatMap((part) => seeds.map((seed) => [part, seed] as const))) {
    await engine.restore(start);
    await engine.trainEpoch({
      ...{ epoch: 1, stepsBefore: 100 * part, steps: 1, rates, signal: undefined },
      ...{ random: epochRandom(seed, 1), onSteps: () => {} },
    });
    const { kernel_0_moment1: kernel, bias_0_moment1: bias } = await engine.state();
    images.push(
      Float64Array.from({ length: side * side }, (_, pixel) => (255 * kernel![pixel * 2]!) / bias![0]!),
    );
  }
  engine.close();
  model.dispose();
  return images;
}

/**
 * An image by its brightness at each position. In `ramps` it grows by 10 per pixel, so that a pixel's value gives its
 * source position, also between pixels.
 */
const ramp = (valueAt: (x: number, y: number) => number) =>
  Uint8Array.from({ length: side * side }, (_, pixel) => valueAt(pixel % side, Math.floor(pixel / side)));
const ramps = [ramp((x) => 20 + 10 * x), ramp((_x, y) => 20 + 10 * y)] as const;

interface Taken {
  /** Position of the pixel, from the centre. */
  readonly x: number;
  readonly y: number;
  /** Source position of the pixel. */
  readonly fromX: number;
  readonly fromY: number;
}

/** The source positions of pixels well inside the image, for each step that `seen` trains. */
async function placesTaken(
  augmentation: Augmentation,
  seeds: readonly number[],
  seeing?: Seeing,
): Promise<Taken[][]> {
  const [across, down] = await Promise.all(ramps.map((image) => seen(image, augmentation, seeds, seeing)));
  return across!.map((_, draw) =>
    Array.from({ length: side * side }, (_, pixel) => ({
      x: (pixel % side) - middle,
      y: Math.floor(pixel / side) - middle,
      fromX: (across![draw]![pixel]! - 20) / 10 - middle,
      fromY: (down![draw]![pixel]! - 20) / 10 - middle,
    })).filter(({ x, y }) => Math.hypot(x, y) < middle - 3),
  );
}

const firstSeeds = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const seeds = firstSeeds(6);

describe('the augmentation', () => {
  it('rotateDegrees rotates about the centre by at most the given angle', async () => {
    const angles: number[] = [];
    for (const places of await placesTaken({ rotateDegrees: 20 }, seeds)) {
      const outer = places.filter(({ x, y }) => Math.hypot(x, y) > 3);
      for (const { x, y, fromX, fromY } of outer) {
        expect(Math.hypot(fromX, fromY)).toBeCloseTo(Math.hypot(x, y), 2);
        const turned = Math.atan2(x * fromY - y * fromX, x * fromX + y * fromY) * (180 / Math.PI);
        angles.push(turned);
        expect(turned).toBeCloseTo(
          angles[angles.length - (angles.length % outer.length || outer.length)]!,
          1,
        );
      }
    }
    expect(Math.max(...angles.map(Math.abs))).toBeLessThanOrEqual(20.1);
    expect(Math.max(...angles)).toBeGreaterThan(3);
    expect(Math.min(...angles)).toBeLessThan(-3);
  });

  it('zoom scales width and height independently', async () => {
    const factors: number[] = [];
    for (const places of await placesTaken({ zoom: 0.2 }, seeds)) {
      const factor = (of: 'x' | 'y', from: 'fromX' | 'fromY') => {
        const far = places.find((place) => place[of] === 5)!;
        return far[from] / 5;
      };
      const [wide, tall] = [factor('x', 'fromX'), factor('y', 'fromY')];
      for (const { x, y, fromX, fromY } of places) {
        expect(fromX).toBeCloseTo(x * wide, 2);
        expect(fromY).toBeCloseTo(y * tall, 2);
      }
      expect(Math.abs(wide - tall)).toBeGreaterThan(0.001);
      factors.push(wide, tall);
    }
    expect(Math.max(...factors.map((factor) => Math.abs(factor - 1)))).toBeLessThanOrEqual(0.201);
    expect(Math.max(...factors)).toBeGreaterThan(1.05);
    expect(Math.min(...factors)).toBeLessThan(0.95);
  });

  it('shear moves rows sideways, by a fraction of their distance from the centre', async () => {
    const parts: number[] = [];
    for (const places of await placesTaken({ shear: 0.3 }, seeds)) {
      const { x, fromX } = places.find((place) => place.y === 4)!;
      parts.push((fromX - x) / 4);
      for (const place of places) {
        expect(place.fromY).toBeCloseTo(place.y, 2);
        expect(place.fromX).toBeCloseTo(place.x + place.y * parts.at(-1)!, 2);
      }
    }
    expect(Math.max(...parts.map(Math.abs))).toBeLessThanOrEqual(0.301);
    expect(new Set(parts.map(Math.sign))).toEqual(new Set([-1, 1]));
  });

  it('elasticPixels moves pixels by smoothly varying distances with the given standard deviation', async () => {
    const moved: number[] = [];
    const jumps: number[] = [];
    for (const places of await placesTaken({ elasticPixels: 0.8 }, firstSeeds(16))) {
      for (const { x, y, fromX, fromY } of places) {
        moved.push(fromX - x, fromY - y);
        const beside = places.find((place) => place.x === x + 1 && place.y === y);
        if (beside) jumps.push(beside.fromX - beside.x - (fromX - x));
      }
    }
    const deviation = (values: number[]) =>
      Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
    expect(deviation(moved)).toBeGreaterThan(0.6);
    expect(deviation(moved)).toBeLessThan(1);
    expect(deviation(jumps)).toBeLessThan(0.35);
  });

  it('strokeWeight makes a stroke thicker or thinner and does not change uniform areas', async () => {
    const stroke = ramp((x) => (Math.abs(x - middle) <= 1 ? 200 : 0));
    const ink = 3 * side * 200;
    const inks: number[] = [];
    for (const image of await seen(stroke, { strokeWeight: 0.5 }, seeds)) {
      inks.push(image.reduce((sum, value) => sum + value, 0) / ink);
      expect(image[10 * side + middle]).toBeCloseTo(200, 2);
      expect(image[10 * side + 2]).toBeCloseTo(0, 2);
    }
    expect(Math.max(...inks)).toBeGreaterThan(1.03);
    expect(Math.max(...inks)).toBeLessThan(1.34);
    expect(Math.min(...inks)).toBeLessThan(0.97);
    expect(Math.min(...inks)).toBeGreaterThan(0.66);
  });
});

describe('combined augmentations', () => {
  const all: Augmentation = {
    ...{ shiftPixels: 2, horizontalFlip: true, rotateDegrees: 30, zoom: 0.3, shear: 0.3 },
    ...{ elasticPixels: 2, strokeWeight: 1 },
  };

  it('keep pixels between 0 and 255, even with rotations by up to 180 degrees', async () => {
    const random = createRandom(2);
    const image = Uint8Array.from({ length: side * side }, () => 100 + random.integer(156));
    for (const found of await seen(image, { ...all, rotateDegrees: 180 }, firstSeeds(20))) {
      expect(Math.min(...found)).toBeGreaterThan(-0.01);
      expect(Math.max(...found)).toBeLessThan(255.01);
    }
  });

  it('flip some of the images about their centre', async () => {
    const image = ramp((x) => 20 + 10 * x);
    const found = new Set<string>();
    for (const turned of await seen(image, { horizontalFlip: true, zoom: 0.001 }, firstSeeds(12))) {
      found.add(turned[10 * side + 5]! < turned[10 * side + 15]! ? 'as it was' : 'mirrored');
      expect(turned[10 * side + middle]).toBeCloseTo(20 + 10 * middle, 0);
      expect(Math.abs(turned[10 * side + 5]! - turned[10 * side + 15]!)).toBeCloseTo(100, 0);
    }
    expect(found.size).toBe(2);
  });

  it('give the same images for the same seed, compiled by XLA or not', async () => {
    const image = ramp((x, y) => (x * y) % 250);
    const [first, another, again] = await seen(image, all, [5, 6, 5]);
    const [compiled] = await seen(image, all, [5], { compiled: true });
    first!.forEach((value, pixel) => {
      expect(again![pixel]).toBeCloseTo(value, 4);
      expect(compiled![pixel]).toBeCloseTo(value, 1);
    });
    expect(another!.some((value, pixel) => Math.abs(value - first![pixel]!) > 10)).toBe(true);
  });
});

describe('annealing of augmentations', () => {
  const annealing = { start: 0.5, finalStrength: 0.2 };
  // A run of 101 steps. The strength falls from 1 at the middle to 0.2 after the last step.
  const strengthAt = (part: number) => 1 - (0.8 * Math.max(0, (100 * part) / 101 - 0.5)) / 0.5;
  const half = 0.8;

  it('multiplies the distances of rotation, zoom, shear and elastic distortion by the current strength', async () => {
    const warp = { rotateDegrees: 20, zoom: 0.2, shear: 0.2, elasticPixels: 1 };
    const [whole] = await placesTaken(warp, [3]);
    const parts = [0, 0.5, half, 1];
    const annealed = await placesTaken(warp, [3], { annealing, parts });
    parts.forEach((part, at) => {
      whole!.forEach(({ x, y, fromX, fromY }, pixel) => {
        expect(annealed[at]![pixel]!.fromX - x, `${part}`).toBeCloseTo(strengthAt(part) * (fromX - x), 1);
        expect(annealed[at]![pixel]!.fromY - y, `${part}`).toBeCloseTo(strengthAt(part) * (fromY - y), 1);
      });
    });
  });

  it('multiplies the change of stroke weight by the current strength', async () => {
    const stroke = ramp((x) => (Math.abs(x - middle) <= 1 ? 200 : 0));
    const [whole] = await seen(stroke, { strokeWeight: 0.5 }, [3]);
    const [annealed] = await seen(stroke, { strokeWeight: 0.5 }, [3], { annealing, parts: [half] });
    whole!.forEach((value, pixel) => {
      expect(annealed![pixel]! - stroke[pixel]!).toBeCloseTo(strengthAt(half) * (value - stroke[pixel]!), 1);
    });
  });

  it('shifts about a quarter of the images at a strength of a quarter, and still flips about half of them', async () => {
    const count = 100;
    const dot = ramp((x, y) => (x === 7 && y === middle ? 200 : 0));
    const places = async (augmentation: Augmentation) => {
      const images = await seen(dot, augmentation, firstSeeds(count), {
        annealing: { start: 0 },
        parts: [0.75],
      });
      return images.map((image) => image.findIndex((value) => value > 100));
    };
    const still = middle * side + 7;
    const shifted = (await places({ shiftPixels: 3 })).filter((place) => place !== still).length;
    expect(shifted).toBeGreaterThan(0.1 * count);
    expect(shifted).toBeLessThan(0.4 * count);
    const mirrored = (await places({ horizontalFlip: true })).filter((place) => place !== still).length;
    expect(mirrored).toBeGreaterThan(0.3 * count);
    expect(mirrored).toBeLessThan(0.7 * count);
  });

  it('leaves the images unchanged at the end of training', async () => {
    const image = ramp((x, y) => (x * y) % 250);
    const all = { shiftPixels: 3, rotateDegrees: 30, elasticPixels: 2, strokeWeight: 1, zoom: 0.2 };
    // The step after the last one, in which the strength is 0.
    for (const found of await seen(image, all, seeds, { annealing: { start: 0 }, parts: [1.01] }))
      found.forEach((value, pixel) => {
        expect(value).toBeCloseTo(image[pixel]!, 2);
      });
  });
});
