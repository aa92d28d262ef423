import type { ModelMetadata } from '../models/model-metadata.js';

/** A layer as tfjs writes it into `model.json`. */
interface StoredLayer {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>> & { readonly name: string };
}

interface StoredSequence {
  readonly class_name: string;
  readonly config: { readonly name: string; readonly layers: readonly StoredLayer[] };
}

/** Layers without effect on predictions. */
const onlyInTraining = new Set([
  'ActivityRegularization',
  'AlphaDropout',
  'Dropout',
  'GaussianDropout',
  'GaussianNoise',
]);

/**
 * A model's layers with input scaling and temperature among them: it takes pixels from 0 to 255, and returns calibrated
 * probabilities. The weights are unchanged.
 *
 * @param topology as tfjs writes it for a sequence of layers.
 * @param inputShape of a batch, with null for any number of images.
 * @throws {TypeError} if there is a temperature, but no softmax at the end.
 */
export function selfContained(
  topology: object,
  inputShape: readonly (number | null)[],
  { name, inputScaling, temperature }: ModelMetadata,
): object {
  const { config, ...rest } = topology as StoredSequence;
  const scaled = withScaling(config.layers, inputShape, inputScaling);
  const layers = temperature === 1 ? scaled : withTemperature(scaled, temperature, name);
  return { ...rest, config: { ...config, layers } };
}

function withScaling(
  layers: readonly StoredLayer[],
  inputShape: readonly (number | null)[],
  { mean, standardDeviation }: ModelMetadata['inputScaling'],
): readonly StoredLayer[] {
  const [scale, offset] = [1 / (255 * standardDeviation), 0 - mean / standardDeviation];
  if (scale === 1 && offset === 0) return layers;
  const rescaling = layer('Rescaling', 'pixels_to_inputs', layers, {
    batch_input_shape: inputShape,
    dtype: 'float32',
    ...{ scale, offset },
  });
  // The layer that only names the input must stay first.
  const start = layers[0]!.class_name === 'InputLayer' ? 1 : 0;
  return [...layers.slice(0, start), rescaling, ...layers.slice(start)];
}

/** Divides the input of the last softmax by the temperature, also if the softmax is part of another layer. */
function withTemperature(
  layers: readonly StoredLayer[],
  temperature: number,
  modelName: string,
): readonly StoredLayer[] {
  const place = layers.findLastIndex(({ class_name }) => !onlyInTraining.has(class_name));
  const last = layers[place]!;
  const cooling = layer('Rescaling', 'temperature', layers, { scale: 1 / temperature, offset: 0 });
  const replaceBy = (...replacement: readonly StoredLayer[]) => layers.toSpliced(place, 1, ...replacement);
  if (last.class_name === 'Sequential') {
    const inner = last.config as unknown as StoredSequence['config'];
    const config = { ...inner, layers: withTemperature(inner.layers, temperature, modelName) };
    return replaceBy({ ...last, config });
  }
  if (last.class_name === 'Softmax') return replaceBy(cooling, last);
  if (last.config.activation === 'softmax') {
    const logits = { ...last, config: { ...last.config, activation: 'linear' } };
    return replaceBy(logits, cooling, layer('Softmax', 'softmax', layers, {}));
  }
  throw new TypeError(
    `Exporting model "${modelName}": expected a softmax at the end, which its temperature of ${temperature} belongs ` +
      `to, but found layer "${last.config.name}", a ${last.class_name}. Set its temperature to 1 with setModelMetadata().`,
  );
}

/** A layer with a name that no other has. */
function layer(
  className: string,
  name: string,
  others: readonly StoredLayer[],
  config: Readonly<Record<string, unknown>>,
): StoredLayer {
  const taken = new Set(others.map((other) => other.config.name));
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name}_${count}`;
  return { class_name: className, config: { name: free, ...config } };
}
