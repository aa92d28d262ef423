import { isRecord } from '../../files/read-json.js';
import { tf } from '../../tensorflow-js.js';
import { showText, showValue } from '../../text/escape.js';
import { byteLength, type WeightSpec } from './model-file.js';

type Fields = Readonly<Record<string, unknown>>;

/** A layer, or a nested model, as stored in `model.json`. */
interface StoredLayer {
  readonly class_name: string;
  readonly config: Fields;
  readonly name?: string;
  readonly inbound_nodes?: unknown;
}

/** A topology and weights that tfjs can build a model from. */
export interface StoredModel {
  readonly modelTopology: object;
  readonly specs: readonly WeightSpec[];
  readonly weightData: ArrayBuffer;
  /** Notes about layers that were left out, each a sentence without its full stop. */
  readonly notes: readonly string[];
}

/** Layers of Keras that have no effect on predictions. tfjs lacks most of them. */
const onlyInTraining =
  /^(Random(Brightness|ColorDegeneration|ColorJitter|Contrast|ElasticTransform|Erasing|Flip|GaussianBlur|Grayscale|Height|Hue|Invert|Perspective|Posterization|Rotation|Saturation|Sharpness|Shear|Translation|Width|Zoom)|SpatialDropout2D|SpatialDropout3D|AugMix|CutMix|MixUp|RandAugment|Identity|ActivityRegularization)$/;

/**
 * Converts a topology written by Keras 2, Keras 3 or tfjs to one that tfjs reads. A functional model becomes
 * a sequence of its layers if they are a chain, otherwise a sequence with the model as its only layer. Layers
 * used only in training are left out, and `Normalization`, which tfjs lacks, becomes a layer that it has.
 *
 * @param doing Beginning of error messages.
 * @throws {TypeError} if there is a layer that tfjs does not have, or more than one input or output.
 */
export function adaptTopology(stored: Omit<StoredModel, 'notes'>, doing: string): StoredModel {
  try {
    return adapt(stored, doing);
  } catch (cause) {
    if ((cause as Error).message.startsWith(doing)) throw cause;
    throw new TypeError(
      `${doing}: model.json does not describe a valid model: its layers have another form than in TensorFlow.js. Save the model again.`,
      { cause },
    );
  }
}

function adapt(stored: Omit<StoredModel, 'notes'>, doing: string): StoredModel {
  const { model_config: inside = stored.modelTopology, ...envelope } = stored.modelTopology as Fields;
  const notes: string[] = [];
  const weights = new Weights(stored.specs, stored.weightData);
  const adapter = new Adapter(weights, notes, doing);
  if (!isStoredLayer(inside)) return { ...stored, notes };
  const model = isFunctional(inside) ? adapter.sequenceOf(inside) : adapter.adapted(inside);
  const topology = 'model_config' in stored.modelTopology ? { ...envelope, model_config: model } : model;
  return { modelTopology: topology, ...weights.result(), notes };
}

class Adapter {
  constructor(
    private readonly weights: Weights,
    private readonly notes: string[],
    private readonly doing: string,
  ) {}

  /** A functional model as a sequence: of its layers if they are a chain, else of itself. */
  sequenceOf(model: StoredLayer): StoredLayer {
    const adapted = this.adapted(model);
    if (!isFunctional(adapted)) return adapted;
    const { name = 'model' } = adapted.config;
    for (const [what, places] of [
      ['input', adapted.config.input_layers],
      ['output', adapted.config.output_layers],
    ] as const)
      if (Array.isArray(places) && places.length > 1)
        throw new TypeError(
          `${this.doing}: expected a model of one ${what} but found one of ${places.length}. Export a model that takes an image and returns class scores.`,
        );
    return { class_name: 'Sequential', config: { name, layers: [adapted] } };
  }

  /** A layer or a nested model in the form that tfjs reads. */
  adapted(layer: StoredLayer): StoredLayer {
    const { class_name: className } = layer;
    const config = plainConfig(layer.config);
    // In early versions of Keras, the configuration is the list of layers itself.
    const inner = Array.isArray(layer.config) ? (layer.config as unknown) : config.layers;
    if (!Array.isArray(inner) || !inner.every(isStoredLayer)) {
      this.requireKnown(className, config);
      return { ...layer, config };
    }
    if (!isFunctional(layer)) {
      const layers = this.withoutTraining(inner);
      return { ...layer, config: Array.isArray(layer.config) ? (layers as never) : { ...config, layers } };
    }
    const all = inner.map((each) => ({ ...each, inbound_nodes: plainNodes(each.inbound_nodes) }));
    const functional = this.bypassed(all, {
      ...config,
      input_layers: placesOf(config.input_layers),
      output_layers: placesOf(config.output_layers),
    });
    const chain = chainOf(functional);
    if (!chain) return { class_name: className, config: functional, ...placeOf(layer) };
    const layers = chain.map(({ inbound_nodes, ...each }) => each);
    return { class_name: 'Sequential', config: { name: config.name, layers }, ...placeOf(layer) };
  }

  /** A sequence without the layers used only in training. The next layer takes over the input shape. */
  private withoutTraining(layers: readonly StoredLayer[]): StoredLayer[] {
    let shape: unknown;
    return layers.flatMap((layer) => {
      const config = plainConfig(layer.config);
      const { batch_input_shape: own } = config;
      if (this.isLeftOut(layer)) {
        shape ??= own;
        return [];
      }
      const given = shape !== undefined && own === undefined ? { batch_input_shape: shape } : {};
      shape = undefined;
      return [this.exchanged(this.adapted({ ...layer, config: { ...config, ...given } }))];
    });
  }

  /** A functional model without the layers used only in training: their outputs are replaced by their inputs. */
  private bypassed(layers: readonly StoredLayer[], config: Fields): Fields & { layers: StoredLayer[] } {
    const before = new Map<string, unknown>();
    for (const layer of layers)
      if (this.isLeftOut(layer)) before.set(nameOf(layer), (layer.inbound_nodes as unknown[][][])[0]?.[0]);
    const origin = (place: unknown): unknown => {
      const [name, , , ...rest] = place as [string, number, number, unknown?];
      const earlier = before.get(name) as [string, number, number] | undefined;
      return earlier ? origin([...earlier.slice(0, 3), ...rest]) : place;
    };
    const kept = layers.filter((layer) => !before.has(nameOf(layer)));
    return {
      ...config,
      output_layers: (config.output_layers as unknown[]).map(origin),
      layers: kept.map((layer) => {
        const nodes = (layer.inbound_nodes as unknown[][]).map((node) => node.map(origin));
        return { ...this.exchanged(this.adapted(layer)), name: nameOf(layer), inbound_nodes: nodes };
      }),
    };
  }

  private isLeftOut(layer: StoredLayer): boolean {
    // Keep layers that tfjs has, except RandomWidth: tfjs's version also changes images in predictions.
    const isUsed = isRegistered(layer.class_name) && layer.class_name !== 'RandomWidth';
    if (!onlyInTraining.test(layer.class_name) || isUsed) return false;
    this.notes.push(
      `layer ${showText(nameOf(layer))} (${showText(layer.class_name)}) was left out: it only acts in training`,
    );
    this.weights.ignoreOf(nameOf(layer));
    return true;
  }

  /** Replaces Keras's `Normalization` with a layer that tfjs has. */
  private exchanged(layer: StoredLayer): StoredLayer {
    if (layer.class_name !== 'Normalization' || isRegistered('Normalization')) return layer;
    const name = nameOf(layer);
    const { batch_input_shape, axis } = layer.config;
    const common = {
      name,
      trainable: false,
      dtype: 'float32',
      ...(batch_input_shape ? { batch_input_shape } : {}),
    };
    const means = this.weights.numbersOf(name, 'mean') ?? flatNumbers(layer.config.mean);
    const variances = this.weights.numbersOf(name, 'variance') ?? flatNumbers(layer.config.variance);
    if (means.length === 0 || means.length !== variances.length || layer.config.invert === true)
      throw new TypeError(
        `${this.doing}: expected layer ${showValue(name)} to have a mean and a variance but found ${means.length} and ${variances.length} numbers. Call its adapt() before the model is saved.`,
      );
    this.weights.ignoreOf(name);
    const { inbound_nodes } = layer;
    const place = inbound_nodes === undefined ? {} : { inbound_nodes };
    if (means.length === 1) {
      const scale = 1 / Math.max(Math.sqrt(variances[0]!), 1e-7);
      const config = { ...common, scale, offset: -means[0]! * scale };
      return { class_name: 'Rescaling', config, ...place };
    }
    this.weights.add(`${name}/moving_mean`, means);
    this.weights.add(`${name}/moving_variance`, variances);
    // Keras divides by the standard deviation, or by 1e-7 if it is smaller. The epsilon of 1e-7 squared has nearly
    // this effect.
    const settings = { center: false, scale: false, epsilon: 1e-14, momentum: 0.99 };
    const along = Number([axis].flat()[0] ?? -1);
    return { class_name: 'BatchNormalization', config: { ...common, ...settings, axis: along }, ...place };
  }

  private requireKnown(className: string, { name }: Fields): void {
    if (className === 'Normalization' || isRegistered(className)) return;
    throw new TypeError(
      `${this.doing}: layer ${showValue(name)} is a ${showValue(className)}, which TensorFlow.js does not have. Export the ` +
        'model without that layer, or register it with tf.serialization.registerClass().',
    );
  }
}

/** The stored weights. Some can be marked as ignored, and others added. */
class Weights {
  private readonly added: { readonly name: string; readonly values: readonly number[] }[] = [];
  private readonly ignored = new Set<WeightSpec>();

  constructor(
    private readonly specs: readonly WeightSpec[],
    private readonly data: ArrayBuffer,
  ) {
    for (const spec of specs) if (/(^|\/)seed_generator_state$/.test(spec.name)) this.ignored.add(spec);
  }

  ignoreOf(layer: string): void {
    for (const spec of this.specs) if (spec.name.split('/').at(-2) === layer) this.ignored.add(spec);
  }

  add(name: string, values: readonly number[]): void {
    this.added.push({ name, values });
  }

  numbersOf(layer: string, weight: string): number[] | undefined {
    let offset = 0;
    for (const spec of this.specs) {
      const end = offset + byteLength(spec);
      const [own, of] = spec.name.split('/').toReversed();
      if (own === weight && of === layer && spec.dtype === 'float32' && !spec.quantization)
        return Array.from(new Float32Array(this.data.slice(offset, end)));
      offset = end;
    }
    return undefined;
  }

  result(): { readonly specs: readonly WeightSpec[]; readonly weightData: ArrayBuffer } {
    const specs = this.specs.map(
      (spec): WeightSpec => (this.ignored.has(spec) ? { ...spec, group: 'ignored' } : spec),
    );
    if (this.added.length === 0) return { specs, weightData: this.data };
    const more = this.added.map(
      ({ name, values }): WeightSpec => ({ name, shape: [values.length], dtype: 'float32' }),
    );
    const numbers = Float32Array.from(this.added.flatMap(({ values }) => values));
    const all = new Uint8Array(this.data.byteLength + numbers.byteLength);
    all.set(new Uint8Array(this.data));
    all.set(new Uint8Array(numbers.buffer), this.data.byteLength);
    return { specs: [...specs, ...more], weightData: all.buffer };
  }
}

/**
 * Renames weights to the names used by the model: Keras 3 prefixes the layer's name with the model's.
 *
 * @param wanted Names of the model's weights.
 */
export function alignNames(specs: readonly WeightSpec[], wanted: readonly string[]): readonly WeightSpec[] {
  const used = specs.filter(({ group }) => group === undefined || group === 'model');
  const missing = new Set(wanted);
  for (const { name } of used) missing.delete(name);
  if (missing.size === 0) return specs;
  const ending = (name: string) => name.split('/').slice(-2).join('/');
  return specs.map((spec) => {
    if (!used.includes(spec) || wanted.includes(spec.name)) return spec;
    const fitting = [...missing].filter((name) => ending(name) === ending(spec.name));
    return fitting.length === 1 ? { ...spec, name: fitting[0]! } : spec;
  });
}

function isStoredLayer(value: unknown): value is StoredLayer {
  return isRecord(value) && typeof value.class_name === 'string' && typeof value.config === 'object';
}

function isFunctional({ class_name, config }: StoredLayer): boolean {
  return (class_name === 'Model' || class_name === 'Functional') && Array.isArray(config?.layers);
}

function isRegistered(className: string): boolean {
  const { classNameMap } = tf.serialization.SerializationMap.getMap() as { classNameMap: object };
  return Object.hasOwn(classNameMap, className);
}

function nameOf({ name, config }: StoredLayer): string {
  return String(name ?? config.name);
}

const placeOf = ({ name, inbound_nodes }: StoredLayer) => ({
  ...(name === undefined ? {} : { name }),
  ...(inbound_nodes === undefined ? {} : { inbound_nodes }),
});

/**
 * A layer's configuration as Keras 2 writes it. Keras 3 stores a policy instead of a dtype, and uses another name
 * for the input shape.
 */
function plainConfig(config: Fields): Fields {
  if (!isRecord(config)) return config;
  const { batch_shape, dtype, ...rest } = config;
  const type = isRecord(dtype) ? 'float32' : dtype;
  return {
    ...rest,
    ...(type === undefined ? {} : { dtype: type }),
    ...(batch_shape === undefined ? {} : { batch_input_shape: batch_shape }),
  };
}

/**
 * A list of tensors of a functional model, such as `['dense', 0, 0]`. Keras 3 stores a single tensor without a
 * list.
 */
function placesOf(places: unknown): unknown[] {
  if (!Array.isArray(places)) return [];
  return typeof places[0] === 'string' ? [places] : places;
}

/**
 * The inputs of a layer, for each of its calls, such as `[['dense', 0, 0, {}]]`. Keras 3 stores an object per
 * tensor, which contains these values as `keras_history`.
 */
function plainNodes(nodes: unknown): unknown[][] {
  if (!Array.isArray(nodes)) return [];
  return nodes.map((node) => (isRecord(node) ? historiesIn(node.args) : placesOf(node)));
}

function historiesIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(historiesIn);
  if (!isRecord(value) || !isRecord(value.config)) return [];
  const { keras_history: history } = value.config;
  return Array.isArray(history) ? [[...history, {}]] : [];
}

/** The layers of a functional model in order, if they are a chain. */
function chainOf({ layers, input_layers, output_layers }: Fields & { layers: StoredLayer[] }) {
  if ((input_layers as unknown[]).length !== 1 || (output_layers as unknown[]).length !== 1) return undefined;
  const chain: StoredLayer[] = [];
  let [[last]] = input_layers as [[string]];
  for (;;) {
    const name = chain.length === 0 ? last : undefined;
    const next = layers.filter((layer) => {
      const nodes = layer.inbound_nodes as [string][][];
      return name !== undefined ? nameOf(layer) === name : nodes.flat().some(([from]) => from === last);
    });
    if (next.length !== 1) break;
    const [layer] = next as [StoredLayer];
    const nodes = layer.inbound_nodes as unknown[][];
    if (nodes.length > 1 || nodes.flat().length > 1 || chain.includes(layer)) return undefined;
    chain.push(layer);
    last = nameOf(layer);
  }
  const [[end]] = output_layers as [[string]];
  return chain.length === layers.length && last === end ? chain : undefined;
}

function flatNumbers(value: unknown): number[] {
  return [value].flat(Number.POSITIVE_INFINITY).filter((each): each is number => typeof each === 'number');
}
