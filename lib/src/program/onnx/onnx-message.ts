import { protobuf } from '../../files/protobuf.js';

/** The value of an operator's attribute. */
export type Attribute =
  | { readonly integer: number }
  | { readonly integers: readonly number[] }
  | { readonly float: number }
  | { readonly text: string };

/** Element types, by their numbers in ONNX. */
export const elementTypes = { float: 1, uint8: 2, int64: 7 } as const;

/**
 * The ONNX messages that networks need.
 *
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
export const onnxMessage = {
  /** `NodeProto`: an operator applied to named values. */
  node(
    operator: string,
    inputs: readonly string[],
    output: string,
    attributes: Readonly<Record<string, Attribute>>,
  ) {
    return Buffer.concat([
      ...inputs.map((input) => protobuf.text(1, input)),
      protobuf.text(2, output),
      protobuf.text(3, output),
      protobuf.text(4, operator),
      ...Object.entries(attributes).map(([name, value]) => protobuf.message(5, ...attribute(name, value))),
    ]);
  },

  /** `TensorProto`: a named constant. */
  tensor(name: string, numbers: Float32Array | BigInt64Array, shape: readonly number[]) {
    const type = numbers instanceof Float32Array ? elementTypes.float : elementTypes.int64;
    // ONNX requires little-endian numbers. All supported machines store numbers in this way.
    const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
    return Buffer.concat([
      ...shape.map((size) => protobuf.integer(1, size)),
      protobuf.integer(2, type),
      protobuf.text(8, name),
      protobuf.bytes(9, bytes),
    ]);
  },

  /** `ValueInfoProto`: an input or output. A size given as a name is variable. */
  value(
    { name, description }: { readonly name: string; readonly description: string },
    type: keyof typeof elementTypes,
    shape: readonly (number | string)[],
  ) {
    const sizes = shape.map((size) =>
      protobuf.message(1, typeof size === 'number' ? protobuf.integer(1, size) : protobuf.text(2, size)),
    );
    const tensorType = protobuf.message(
      1,
      protobuf.integer(1, elementTypes[type]),
      protobuf.message(2, ...sizes),
    );
    return Buffer.concat([
      protobuf.text(1, name),
      protobuf.message(2, tensorType),
      protobuf.text(3, description),
    ]);
  },

  /** `GraphProto`. */
  graph(
    name: string,
    parts: Readonly<Record<'nodes' | 'constants' | 'inputs' | 'outputs', readonly Buffer[]>>,
  ) {
    return Buffer.concat([
      ...parts.nodes.map((node) => protobuf.message(1, node)),
      protobuf.text(2, name),
      ...parts.constants.map((constant) => protobuf.message(5, constant)),
      ...parts.inputs.map((input) => protobuf.message(11, input)),
      ...parts.outputs.map((output) => protobuf.message(12, output)),
    ]);
  },

  /** `ModelProto`: the whole file. */
  model(
    graph: Buffer,
    about: {
      readonly version: string;
      readonly description: string;
      readonly metadata: Readonly<Record<string, string>>;
    },
  ) {
    const entries = Object.entries(about.metadata);
    return Buffer.concat([
      // Format and operators from 2022, which all later runtimes support.
      protobuf.integer(1, 8),
      protobuf.text(2, 'mnist-lab'),
      protobuf.text(3, about.version),
      protobuf.text(6, about.description),
      protobuf.message(7, graph),
      protobuf.message(8, protobuf.integer(2, 17)),
      ...entries.map(([key, value]) => protobuf.message(14, protobuf.text(1, key), protobuf.text(2, value))),
    ]);
  },
};

/** `AttributeProto`. */
function attribute(name: string, value: Attribute): Buffer[] {
  const typed = (type: number, ...fields: Buffer[]) => [
    protobuf.text(1, name),
    ...fields,
    protobuf.integer(20, type),
  ];
  if ('float' in value) return typed(1, protobuf.float(2, value.float));
  if ('text' in value) return typed(3, protobuf.text(4, value.text));
  if ('integer' in value) return typed(2, protobuf.integer(3, value.integer));
  return typed(7, ...value.integers.map((integer) => protobuf.integer(8, integer)));
}
