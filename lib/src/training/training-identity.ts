import { createHash } from 'node:crypto';
import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset } from '../datasets/dataset.js';
import type { TrainSettings } from './train-options.js';

/** What makes two trainings the same one, field by field, as text. */
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

/** The options that decide what is learned. */
export function optionsIdentity(settings: TrainSettings): Record<string, string> {
  const { signal, onEpochEnd, onProgress, onWarning, checkpoint, validation, engine, ...options } = settings;
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, textOf(value)]));
}

/** A value as it would be given: defaults that were filled in do not tell trainings apart. */
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
  return createHash('sha256').update(images).update(labels).digest('hex').slice(0, 16);
}
