import type { TrainOptions } from './train-options.js';
import { resolveTrainOptions } from './train-options.js';
import { optionsIdentity } from './training-identity.js';

/**
 * The header of a checkpoint of mnist-lab 0.1, as it would be written today: it had no sum, only the graph wrote
 * checkpoints, and the weight decay stood beside the optimizer.
 *
 * @returns The header; as it was if it is not one of these.
 */
export function upgradeHeader(header: unknown): unknown {
  const { identity, ...rest } = (header ?? {}) as { identity?: Record<string, string> };
  if (typeof identity !== 'object' || identity === null) return header;
  const { layers, dataset, validation, ...options } = identity;
  try {
    const { optimizer, weightDecay, gradientClipNorm, ...others } = Object.fromEntries(
      Object.entries(options).map(([name, text]) => [name, parsed(text)]),
    );
    const chosen = {
      ...others,
      gradientClipNorm: Number(gradientClipNorm),
      optimizer: optimizer === 'adamw' ? { kind: optimizer, weightDecay } : optimizer,
    } as TrainOptions;
    return {
      engine: 'graph',
      ...rest,
      identity: { ...identityWithValidation(chosen), layers, dataset, validation },
    };
  } catch {
    return header;
  }
}

/** Which figure is monitored does not depend on the validation data here, only whether there is any. */
function identityWithValidation(options: TrainOptions): Record<string, string> {
  const none = {
    images: new Uint8Array(),
    labels: new Uint8Array(),
    count: 0,
    rows: 0,
    columns: 0,
    classNames: [],
  };
  return optionsIdentity(resolveTrainOptions({ ...options, validation: none }));
}

function parsed(text: string): unknown {
  if (text === 'Infinity') return Number.POSITIVE_INFINITY;
  return JSON.parse(text) ?? undefined;
}
