import type { OutputKind } from '../layers/outputs.js';
import type { ModelMetadata } from '../models/model-metadata.js';

/** A layer as stored by tfjs in `model.json`. */
interface StoredLayer {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>> & { readonly name: string };
}

interface StoredSequence {
  readonly class_name: string;
  readonly config: { readonly name: string; readonly layers: readonly StoredLayer[] };
}

/** How pixels are converted to the model's inputs, and its outputs to probabilities. */
interface Ends extends Pick<ModelMetadata, 'name' | 'classNames' | 'inputScaling' | 'temperature'> {
  readonly outputKind: OutputKind;
  /** Names of the layers without an effect on predictions. */
  readonly idleLayers: ReadonlySet<string>;
  /** Shape of the last layer's output for an image. */
  readonly outputShape: readonly (number | null)[];
}

/**
 * Adds layers for input scaling, temperature and softmax to a model's topology, so that it takes pixels from
 * 0 to 255 and returns calibrated probabilities. The weights do not change.
 *
 * @param topology Topology of a sequence of layers, in tfjs's format.
 * @param inputShape Shape of a batch, with null for any number of images.
 * @throws {TypeError} if a sigmoid, or a softmax with a temperature, is not in the last layer.
 */
export function selfContained(
  topology: object,
  inputShape: readonly (number | null)[],
  { inputScaling, ...ends }: Ends,
): object {
  const { config, ...rest } = topology as StoredSequence;
  const scaled = withScaling(config.layers, inputShape, inputScaling);
  return { ...rest, config: { ...config, layers: withProbabilities(scaled, ends) } };
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
  // The input layer must stay first.
  const start = layers[0]!.class_name === 'InputLayer' ? 1 : 0;
  return [...layers.slice(0, start), rescaling, ...layers.slice(start)];
}

/** The model's layers, changed or extended so that they return calibrated class probabilities. */
function withProbabilities(
  layers: readonly StoredLayer[],
  ends: Omit<Ends, 'inputScaling'>,
): readonly StoredLayer[] {
  const { outputKind, temperature } = ends;
  if (outputKind === 'logits') return [...layers, ...softmaxOf(ends, layers)];
  if (outputKind === 'probabilities' && temperature === 1) return layers;
  return withoutActivation(layers, ends);
}

/** Removes the softmax or sigmoid of the last layer, also in a nested model, and appends the replacement. */
function withoutActivation(
  layers: readonly StoredLayer[],
  ends: Omit<Ends, 'inputScaling'>,
): readonly StoredLayer[] {
  const { idleLayers, outputKind, temperature, name } = ends;
  const place = layers.findLastIndex(({ config }) => !idleLayers.has(config.name));
  const last = layers[place]!;
  const replaceBy = (...replacement: readonly StoredLayer[]) => layers.toSpliced(place, 1, ...replacement);
  if (last.class_name === 'Sequential') {
    const inner = last.config as unknown as StoredSequence['config'];
    return replaceBy({ ...last, config: { ...inner, layers: withoutActivation(inner.layers, ends) } });
  }
  const end = softmaxOf(ends, layers);
  if (last.class_name === 'Softmax') return replaceBy(...end.slice(0, -1), last);
  const wanted = outputKind === 'sigmoid' ? 'sigmoid' : 'softmax';
  if (last.config.activation === wanted)
    return replaceBy({ ...last, config: { ...last.config, activation: 'linear' } }, ...end);
  const what =
    outputKind === 'sigmoid'
      ? 'a sigmoid at the end'
      : `a softmax at the end, which its temperature of ${temperature} belongs to,`;
  throw new TypeError(
    `Exporting model "${name}": expected ${what} but found layer "${last.config.name}", a ${last.class_name}. ` +
      'End the model with that layer, or set its temperature to 1 with setModelMetadata().',
  );
}

/**
 * Layers that convert logits to probabilities: they apply the temperature, add a score of 0 for the first class
 * if there are two classes and one output, and apply the softmax.
 */
function softmaxOf(
  { temperature, outputShape, classNames }: Omit<Ends, 'inputScaling'>,
  others: readonly StoredLayer[],
): StoredLayer[] {
  const cooling = layer('Rescaling', 'temperature', others, { scale: 1 / temperature, offset: 0 });
  const isPair = classNames.length === 2 && outputShape.every((size) => size === 1);
  const pair = [
    layer('Reshape', 'second_class', others, { target_shape: [1, 1, 1] }),
    layer('ZeroPadding2D', 'first_class', others, {
      padding: [
        [0, 0],
        [1, 0],
      ],
      data_format: 'channels_last',
    }),
  ];
  return [
    ...(temperature === 1 ? [] : [cooling]),
    ...(isPair ? pair : []),
    // Flatten scores in rows and columns to one list of classes.
    ...(isPair || outputShape.length > 1 ? [layer('Flatten', 'scores', others, {})] : []),
    layer('Softmax', 'softmax', others, {}),
  ];
}

/** A layer with a name that no other layer has. */
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
