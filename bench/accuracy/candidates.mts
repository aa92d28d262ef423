import { digits as digitLesson, fashion as fashionLesson, type Recipe } from 'mnist-lab/experiments';

/** A recipe to try, under its name in the log. */
export interface Candidate {
  readonly name: string;
  readonly recipe: Recipe;
}

type Change = { readonly model?: Recipe['model']; readonly training?: Recipe['training'] };

const change = (recipe: Recipe, name: string, { model, training }: Change = {}): Candidate => ({
  name,
  recipe: {
    ...recipe,
    // Hold out more validation images than the lesson's recipe, because 10,000 distinguish candidates better.
    validationSize: 10_000,
    model: { ...recipe.model, ...model },
    training: { ...recipe.training, ...training },
  },
});

const adamw = (weightDecay: number) => ({ kind: 'adamw', weightDecay }) as const;

/** The recipe for clothing with which the search started. */
const firstFashionRecipe: Recipe = {
  dataset: 'fashion-mnist',
  validationSize: 10_000,
  standardizeInputs: true,
  model: { hiddenUnits: [1024, 512], activation: 'gelu', batchNormalization: true, dropoutRate: 0.4 },
  training: {
    epochs: 40,
    batchSize: 128,
    learningRate: { kind: 'oneCycle', peak: 0.003 },
    optimizer: adamw(0.05),
    labelSmoothing: 0.05,
    augmentation: { horizontalFlip: true },
  },
};

/**
 * Twice the batch size of the first recipes. An epoch takes a fifth less time, so more epochs fit into the lessons'
 * limit of 90 seconds.
 */
const largerBatches: Recipe['training'] = {
  batchSize: 256,
  learningRate: { kind: 'oneCycle', peak: 0.004 },
};
const secondFashionRecipe: Recipe = {
  ...firstFashionRecipe,
  model: { ...firstFashionRecipe.model, hiddenUnits: [768, 384], dropoutRate: 0.3 },
  training: { ...firstFashionRecipe.training, ...largerBatches, epochs: 40, optimizer: adamw(0.1) },
};

/** The recipe for digits with which the search started. */
const firstDigitRecipe: Recipe = {
  ...digitLesson.recipe,
  model: { ...digitLesson.recipe.model, dropoutRate: 0.2 },
  training: {
    epochs: 25,
    batchSize: 128,
    learningRate: { kind: 'oneCycle', peak: 0.003 },
    optimizer: adamw(0.05),
    labelSmoothing: 0.05,
    augmentation: { shiftPixels: 2 },
  },
};
const digits = (name: string, changes?: Change) => change(firstDigitRecipe, `digits: ${name}`, changes);
const fashion = (name: string, changes?: Change) => change(firstFashionRecipe, `fashion: ${name}`, changes);
const fashion2 = (name: string, changes?: Change) =>
  change(secondFashionRecipe, `fashion, batch 256: ${name}`, changes);
const square = (name: string, { model, training }: Change = {}) =>
  fashion2(`512-512, 48 epochs, ${name}`, {
    model: { hiddenUnits: [512, 512], ...model },
    training: { epochs: 48, ...training },
  });
const flip = { horizontalFlip: true };
const batchesOf512: Recipe['training'] = {
  batchSize: 512,
  emaDecay: 0.998,
  learningRate: { kind: 'oneCycle', peak: 0.006 },
};
/** Shifts prevent overfitting, as dropout does, so most of these recipes have shifts instead of dropout. */
const shifted = (name: string, { model, training }: Change = {}) =>
  change(secondFashionRecipe, `fashion, shifts of 1 px: ${name}`, {
    model: { dropoutRate: 0, ...model },
    training: {
      emaDecay: 0.999,
      epochs: 36,
      augmentation: { ...flip, shiftPixels: 1 },
      ...training,
    },
  });
const shifted512 = (epochs: number, hiddenUnits: readonly number[], dropoutRate = 0) =>
  shifted(`batch 512, ${epochs} epochs, ${hiddenUnits.join('-')}, dropout ${dropoutRate}`, {
    model: { hiddenUnits, dropoutRate },
    training: { ...batchesOf512, epochs },
  });
/** Changes to the recipe found with {@link shifted512}. */
const latest = (name: string, training: Recipe['training']) =>
  shifted(`batch 512, 44 epochs, 512-512, dropout 0.05, ${name}`, {
    model: { hiddenUnits: [512, 512], dropoutRate: 0.05 },
    training: { ...batchesOf512, epochs: 44, ...training },
  });
const small = (name: string, changes?: Change) =>
  change(digitLesson.smallRecipe, `small digits: ${name}`, changes);

const handwriting = { rotateDegrees: 10, zoom: 0.1, shear: 0.1, elasticPixels: 0.7 };
/** The recipe for digits with images that are warped as well as shifted. */
const warped = (name: string, augmentation: Recipe['training']['augmentation'], more: Change = {}) =>
  digits(`warped: ${name}`, {
    ...more,
    training: { ...more.training, augmentation: { shiftPixels: 2, ...augmentation } },
  });

/** A recipe for digits in batches as large as for clothing, which leaves time for more epochs. */
const warped512 = (name: string, { model, training }: Change) =>
  warped(`batch 512, 50 epochs, averaged weights, ${name}`, handwriting, {
    model,
    training: {
      ...batchesOf512,
      learningRate: { kind: 'oneCycle', peak: 0.006, warmupFraction: 0.1 },
      epochs: 50,
      ...training,
    },
  });

/** The convolutional recipe for clothing with which the search started. */
const firstFashionCnn: Recipe = {
  ...fashionLesson.convolutionalRecipe,
  model: {
    architecture: 'cnn',
    filters: [16, 48, 96],
    hiddenUnits: [],
    activation: 'relu',
    batchNormalization: true,
    dropoutRate: 0.1,
  },
  training: {
    epochs: 14,
    batchSize: 128,
    learningRate: { kind: 'oneCycle', peak: 0.005, warmupFraction: 0.2 },
    optimizer: adamw(0.05),
    labelSmoothing: 0.05,
    emaDecay: 0.99,
    augmentation: { ...flip, shiftPixels: 1 },
    augmentationAnnealing: { start: 0.7, finalStrength: 0 },
  },
};
/** Short runs, to compare networks that take equally long. */
const shortFashionCnn = (name: string, model: Recipe['model']) =>
  change(firstFashionCnn, `fashion-cnn, 3 epochs: ${name}, GELU`, {
    model: { activation: 'gelu', ...model },
    training: { epochs: 3 },
  });

/** The augmentation of the first convolutional recipes for digits. */
const withoutElasticDistortion = { shiftPixels: 2, rotateDegrees: 12, zoom: 0.1, shear: 0.1 };

/** Short runs of the convolutional recipe for digits, to compare networks. */
const shortDigitsCnn = (name: string, model: Recipe['model'] = {}) =>
  change(digitLesson.convolutionalRecipe, `digits-cnn, 3 epochs: ${name}`, {
    model: { activation: 'relu', hiddenUnits: [], ...model },
    training: { epochs: 3, augmentation: withoutElasticDistortion },
  });

/** Configurations to try, in chronological order. The log shows which have been tried. */
export const candidates: readonly Candidate[] = [
  fashion('1024-512, dropout 0.4, 40 epochs, weight decay 0.05'),
  digits('the recipe'),
  small('the recipe'),
  fashion('dropout 0.3', { model: { dropoutRate: 0.3 } }),
  digits('weight decay 0.01', { training: { optimizer: adamw(0.01) } }),
  digits('averaged weights', { training: { emaDecay: 0.999 } }),
  fashion('weight decay 0.1', { training: { optimizer: adamw(0.1) } }),
  fashion('weight decay 0.1, averaged weights', {
    training: { optimizer: adamw(0.1), emaDecay: 0.9995 },
  }),
  fashion('768-384, dropout 0.3, 60 epochs, weight decay 0.1', {
    model: { hiddenUnits: [768, 384], dropoutRate: 0.3 },
    training: { epochs: 60, optimizer: adamw(0.1) },
  }),
  fashion('averaged weights', { training: { emaDecay: 0.999 } }),
  fashion2('768-384, dropout 0.3, 40 epochs, weight decay 0.1, peak 0.004'),
  fashion2('mixup 0.2', { training: { augmentation: { ...flip, mixup: 0.2 } } }),
  fashion2('averaged weights', { training: { emaDecay: 0.999 } }),
  fashion2('shifts of 1 px', { training: { augmentation: { ...flip, shiftPixels: 1 } } }),
  fashion2('dropout 0.4', { model: { dropoutRate: 0.4 } }),
  fashion2('no label smoothing', { training: { labelSmoothing: 0 } }),
  fashion2('peak 0.008', { training: { learningRate: { kind: 'oneCycle', peak: 0.008 } } }),
  fashion2('weight decay 0.2', { training: { optimizer: adamw(0.2) } }),
  fashion2('512-512, 48 epochs', { model: { hiddenUnits: [512, 512] }, training: { epochs: 48 } }),
  fashion2('512-256, 56 epochs', { model: { hiddenUnits: [512, 256] }, training: { epochs: 56 } }),
  fashion2('512-512, 42 epochs', { model: { hiddenUnits: [512, 512] }, training: { epochs: 42 } }),
  fashion2('averaged weights, 36 epochs', { training: { emaDecay: 0.999, epochs: 36 } }),
  fashion2('averaged weights, 36 epochs, label smoothing 0.1', {
    training: { emaDecay: 0.999, epochs: 36, labelSmoothing: 0.1 },
  }),
  fashion2('batch 512, averaged weights, 40 epochs, peak 0.006', { training: batchesOf512 }),
  shifted('dropout 0.1', { model: { dropoutRate: 0.1 } }),
  shifted('no dropout'),
  shifted('mixup 0.1', { training: { augmentation: { ...flip, shiftPixels: 1, mixup: 0.1 } } }),
  shifted('weight decay 0.03', { training: { optimizer: adamw(0.03) } }),
  shifted('no flips', { training: { augmentation: { shiftPixels: 1 } } }),
  shifted('512-512-512', { model: { hiddenUnits: [512, 512, 512] } }),
  shifted('1024-256', { model: { hiddenUnits: [1024, 256] } }),
  shifted512(44, [768, 384]),
  shifted512(54, [512, 512]),
  shifted512(48, [640, 384]),
  shifted512(46, [512, 512]),
  shifted512(56, [384, 512]),
  shifted512(48, [512, 512], 0.1),
  shifted512(48, [512, 512], 0.05),
  latest('weight decay 0.3', { optimizer: adamw(0.3) }),
  shifted('batch 512, 46 epochs, 512-512, dropout 0.1, no flips', {
    model: { hiddenUnits: [512, 512], dropoutRate: 0.1 },
    training: { ...batchesOf512, epochs: 46, augmentation: { shiftPixels: 1 } },
  }),
  latest('peak 0.006, rising for a tenth', {
    learningRate: { kind: 'oneCycle', peak: 0.006, warmupFraction: 0.1 },
  }),
  latest('peak 0.003, rising for a tenth', {
    learningRate: { kind: 'oneCycle', peak: 0.003, warmupFraction: 0.1 },
  }),
  latest('peak 0.01', { learningRate: { kind: 'oneCycle', peak: 0.01 } }),
  square('averaged weights', { training: { emaDecay: 0.999 } }),
  square('dropout 0.25', { model: { dropoutRate: 0.25 } }),
  square('dropout 0.4', { model: { dropoutRate: 0.4 } }),
  square('512-512-512, 40 epochs', { model: { hiddenUnits: [512, 512, 512] }, training: { epochs: 40 } }),
  square('mixup 0.1', { training: { augmentation: { ...flip, mixup: 0.1 } } }),
  digits('batch 256', { training: largerBatches }),
  digits('batch 256, averaged weights', { training: { ...largerBatches, emaDecay: 0.999 } }),
  digits('batch 256, mixup 0.1', {
    training: { ...largerBatches, augmentation: { shiftPixels: 2, mixup: 0.1 } },
  }),
  digits('batch 256, 1024-512', { model: { hiddenUnits: [1024, 512] }, training: largerBatches }),
  digits('batch 256, 512-512, 36 epochs', {
    model: { hiddenUnits: [512, 512] },
    training: { ...largerBatches, epochs: 36 },
  }),
  digits('batch 256, 36 epochs', { training: { ...largerBatches, epochs: 36 } }),
  warped('turned, zoomed and slanted', { rotateDegrees: 10, zoom: 0.1, shear: 0.1 }),
  warped('bent', { elasticPixels: 0.7 }),
  warped('turned, zoomed, slanted and bent', handwriting),
  warped('turned, zoomed, slanted, bent and of other strokes', { ...handwriting, strokeWeight: 0.5 }),
  warped('all, dropout 0.1', { ...handwriting, strokeWeight: 0.5 }, { model: { dropoutRate: 0.1 } }),
  warped('all, 50 epochs', { ...handwriting, strokeWeight: 0.5 }, { training: { epochs: 50 } }),
  warped512('dropout 0.05', { model: { dropoutRate: 0.05 } }),
  warped512('dropout 0.1, 1024-512', { model: { dropoutRate: 0.1, hiddenUnits: [1024, 512] } }),
  change(digitLesson.convolutionalRecipe, 'digits-cnn: dropout 0.3, 8 epochs', {
    model: { dropoutRate: 0.3, activation: 'relu', hiddenUnits: [] },
    training: { epochs: 8, augmentation: withoutElasticDistortion },
  }),
  change(firstFashionCnn, 'fashion-cnn: dropout 0.3, 10 epochs', {
    model: { dropoutRate: 0.3 },
    training: { epochs: 10 },
  }),
  shortFashionCnn('16-32-96-128', { filters: [16, 32, 96, 128], poolAfter: [1, 2, 3] }),
  shortFashionCnn('16-48-96, 256 units', { hiddenUnits: [256] }),
  shortFashionCnn('16-32-64-96', { filters: [16, 32, 64, 96], poolAfter: [1, 2, 4] }),
  warped512('dropout 0.05, 512-512, 64 epochs', {
    model: { dropoutRate: 0.05, hiddenUnits: [512, 512] },
    training: { epochs: 64 },
  }),
  shortDigitsCnn('16-48-96, ReLU'),
  shortDigitsCnn('16-48-96, GELU', { activation: 'gelu' }),
  shortDigitsCnn('16-48-96, GELU, 128 units', { activation: 'gelu', hiddenUnits: [128] }),
  shortDigitsCnn('16-32-64, 5 × 5, GELU, 128 units', {
    filters: [16, 32, 64],
    kernelSize: 5,
    activation: 'gelu',
    hiddenUnits: [128],
  }),
  change(
    digitLesson.convolutionalRecipe,
    'digits-cnn, 13 epochs: 16-48-96, GELU, 128 units, elastic distortion',
    {
      training: { epochs: 13 },
    },
  ),
  change(
    digitLesson.convolutionalRecipe,
    'digits-cnn, 13 epochs: 16-32-64, 5 × 5, GELU, 128 units, elastic distortion',
    {
      model: { filters: [16, 32, 64], kernelSize: 5 },
      training: { epochs: 13 },
    },
  ),
];
