import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset } from '../datasets/dataset.js';
import { sha256 } from '../files/checksum.js';
import { chosenAugmentations } from './augmentations/augmentation-table.js';
import type { TrainSettings } from './train-options.js';

/** The properties that identify a training run, by field, as text. */
export function trainingIdentity(
  model: Sequential,
  dataset: Dataset,
  settings: TrainSettings,
): Record<string, string> {
  const { validation } = settings;
  return {
    ...optionsIdentity(settings),
    layers: JSON.stringify(model.layers.map((layer) => [layer.getClassName(), layer.outputShape])),
    dataset: digest(dataset),
    validation: validation ? digest(validation) : 'none',
  };
}

/** The options that affect the trained weights. */
function optionsIdentity(settings: TrainSettings): Record<string, string> {
  const {
    signal,
    onEpochEnd,
    onProgress,
    onWarning,
    checkpoint,
    logDirectory,
    validation,
    engine,
    ...options
  } = settings;
  const augmentation = Object.fromEntries(
    chosenAugmentations(options.augmentation).map(({ name, chosen }) => [name, chosen]),
  );
  return Object.fromEntries(
    Object.entries({ ...options, augmentation }).map(([name, value]) => [name, textOf(value)]),
  );
}

/** A value as text: a number for a constant rate, a name for a kind without options. */
function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value ?? 'none');
  const { kind, ...rest } = value as Record<string, unknown>;
  const fields = Object.entries(rest).filter(([, each]) => each !== undefined);
  if (kind === 'constant') return String(rest.learningRate);
  if (kind !== undefined && fields.length === 0) return String(kind);
  return JSON.stringify(
    kind === undefined ? Object.fromEntries(fields) : { kind, ...Object.fromEntries(fields) },
  );
}

function digest({ images, labels }: Dataset): string {
  return sha256(images, labels).slice(0, 16);
}
