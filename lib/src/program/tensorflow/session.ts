import { tf } from '../../tensorflow.js';
import type { Graph } from './graph.js';
import { elementTypes } from './node.js';
import { encodeSavedModel, savedModelTag, withSavedModel } from './saved-model.js';

/**
 * The part of tfjs-node's native addon that runs graphs. It refers to tensors by numbers. Each tensor must be
 * deleted.
 */
interface Binding {
  createTensor(shape: readonly number[], type: number, data: Feed['data']): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array;
  loadSavedModel(directory: string, tags: string): number;
  deleteSavedModel(id: number): void;
  runSavedModel(
    id: number,
    inputs: readonly number[],
    inputNames: string,
    outputNames: string,
  ): { id: number }[];
}

/** The value of a placeholder in one run. */
export interface Feed {
  readonly data: Float32Array | Int32Array | Uint8Array;
  readonly shape: readonly number[];
}

/** A graph loaded into TensorFlow's runtime, with its own variables, which live until `close()`. */
export class GraphSession {
  private readonly binding = (tf.backend() as unknown as { binding: Binding }).binding;
  private readonly id: number;
  private isOpen = true;

  constructor(graph: Graph) {
    const bytes = encodeSavedModel(graph);
    this.id = withSavedModel(bytes, (directory) => this.binding.loadSavedModel(directory, savedModelTag));
  }

  /** Computes the first output of each named node, given the placeholders' values. Blocks the event loop. */
  run<Name extends string>(
    feeds: Readonly<Record<string, Feed>>,
    outputs: readonly Name[],
  ): Record<Name, Feed['data']> {
    const inputs = Object.values(feeds).map(({ data, shape }) =>
      this.binding.createTensor(shape, typeOf(data), misaligned(data)),
    );
    try {
      const names = Object.keys(feeds).map((name) => `${name}:0`);
      const fetched = outputs.map((name) => `${name}:0`);
      const results = this.binding.runSavedModel(this.id, inputs, names.join(','), fetched.join(','));
      const values = results.map(({ id }) => {
        const data = this.binding.tensorDataSync(id);
        this.binding.deleteTensor(id);
        return data;
      });
      return Object.fromEntries(outputs.map((name, index) => [name, values[index]!])) as Record<
        Name,
        Feed['data']
      >;
    } finally {
      for (const input of inputs) this.binding.deleteTensor(input);
    }
  }

  /** Frees the graph and its variables. */
  close(): void {
    if (this.isOpen) this.binding.deleteSavedModel(this.id);
    this.isOpen = false;
  }
}

/** Buffers start at a multiple of 8, so this offset is misaligned. */
const misalignment = 4;

/**
 * Bytes at a misaligned address. TensorFlow copies them immediately, so `run` need not.
 *
 * TensorFlow would borrow data at an aligned address (a multiple of up to 64) and release it in whichever thread
 * drops the tensor last. For a variable's initial value, this happens in the first step, in several threads at
 * the same time. The addon then deletes Node's references in these threads, which Node allows only in its own.
 * Occasionally this corrupts memory and crashes the process.
 */
export function misalignedBytes(length: number): Uint8Array {
  return new Uint8Array(new ArrayBuffer(misalignment + length), misalignment);
}

/** The data, or a copy of it, at a misaligned address. */
function misaligned(data: Feed['data']): Feed['data'] {
  if (data.byteOffset % 8 === misalignment) return data;
  const bytes = misalignedBytes(data.byteLength);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  if (data instanceof Float32Array) return new Float32Array(bytes.buffer, misalignment);
  return data instanceof Int32Array ? new Int32Array(bytes.buffer, misalignment) : bytes;
}

function typeOf(data: Feed['data']): number {
  if (data instanceof Float32Array) return elementTypes.float;
  return data instanceof Int32Array ? elementTypes.int32 : elementTypes.uint8;
}
