import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { protobuf } from '../../files/protobuf.js';
import { removeAbandonedFiles, temporaryFile } from '../../files/temporary-file.js';
import type { ElementType } from '../value.js';
import type { Graph, GraphFunction } from './graph.js';
import { type Attribute, elementTypes, type Node } from './node.js';

/** The tag of the graph in the SavedModel. */
export const savedModelTag = 'serve';

/** Writes a SavedModel to a temporary folder for `use`, which must load it before it returns. */
export function withSavedModel<Result>(bytes: Uint8Array, use: (directory: string) => Result): Result {
  removeAbandonedFiles(tmpdir());
  const directory = temporaryFile(tmpdir());
  mkdirSync(directory, { mode: 0o700 });
  try {
    writeFileSync(join(directory, 'saved_model.pb'), bytes);
    return use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A graph as the bytes of a `SavedModel` message (`saved_model.proto`, `meta_graph.proto`, `graph.proto`). */
export function encodeSavedModel(graph: Graph): Uint8Array {
  const library = graph.functions.map((definition) => protobuf.message(1, ...functionFields(definition)));
  const graphDefinition = [
    ...graph.nodes.map((node) => protobuf.message(1, ...nodeFields(node))),
    protobuf.message(2, ...library),
    // The format's version as of TensorFlow 2.9. Later libraries support it.
    protobuf.message(4, protobuf.integer(1, 1087), protobuf.integer(2, 12)),
  ];
  const information = protobuf.message(1, protobuf.text(4, savedModelTag));
  const metaGraph = protobuf.message(2, information, protobuf.message(2, ...graphDefinition));
  return Buffer.concat([protobuf.integer(1, 1), metaGraph]);
}

function nodeFields({ name, operation, inputs, attributes }: Node): Buffer[] {
  return [
    protobuf.text(1, name),
    protobuf.text(2, operation),
    ...inputs.map((input) => protobuf.text(3, input)),
    ...attributeFields(5, attributes),
  ];
}

function functionFields({ name, inputs, outputs, nodes, compiled }: GraphFunction): Buffer[] {
  const result = (index: number) => `result_${index}`;
  const argument = (field: number, of: string, type: ElementType) =>
    protobuf.message(field, protobuf.text(1, of), protobuf.integer(3, elementTypes[type]));
  const signature = [
    protobuf.text(1, name),
    ...inputs.map((input) => argument(2, input.name, input.type)),
    ...outputs.map(({ type }, index) => argument(3, result(index), type)),
    // Field 17 is `is_stateful`: the function reads and writes variables.
    protobuf.integer(17, 1),
  ];
  return [
    protobuf.message(1, ...signature),
    ...nodes.map((node) => protobuf.message(3, ...nodeFields(node))),
    ...outputs.map(({ reference }, index) =>
      protobuf.message(4, protobuf.text(1, result(index)), protobuf.text(2, reference)),
    ),
    ...(compiled ? attributeFields(5, { _XlaMustCompile: true }) : []),
    ...inputs.flatMap(({ shape, type }, index) => {
      if (type === 'resource') return [];
      const shapes = attributeFields(1, { _output_shapes: { shapes: [shape] } });
      return [protobuf.message(7, protobuf.integer(1, index), protobuf.message(2, ...shapes))];
    }),
  ];
}

function attributeFields(field: number, attributes: Node['attributes']): Buffer[] {
  return Object.entries(attributes).map(([name, value]) =>
    protobuf.message(field, protobuf.text(1, name), protobuf.message(2, attributeValue(value))),
  );
}

function attributeValue(value: Attribute): Buffer {
  if (typeof value === 'number') return protobuf.integer(3, value);
  if (typeof value === 'boolean') return protobuf.integer(5, Number(value));
  if ('float' in value) return protobuf.float(4, value.float);
  if ('bytes' in value) return protobuf.text(2, value.bytes);
  if ('integers' in value)
    return protobuf.message(1, ...value.integers.map((integer) => protobuf.integer(3, integer)));
  if ('type' in value) return protobuf.integer(6, elementTypes[value.type]);
  if ('types' in value)
    return protobuf.message(1, ...value.types.map((type) => protobuf.integer(6, elementTypes[type])));
  if ('shapes' in value)
    return protobuf.message(1, ...value.shapes.map((shape) => protobuf.message(7, ...sizes(shape))));
  if ('call' in value) return protobuf.message(10, protobuf.text(1, value.call));
  if (!('tensor' in value)) return protobuf.message(7, ...sizes(value.shape));
  const { buffer, byteOffset, byteLength } = value.tensor;
  return protobuf.message(
    8,
    protobuf.integer(1, elementTypes[elementTypeOf(value.tensor)]),
    protobuf.message(2, ...sizes(value.shape)),
    protobuf.bytes(4, new Uint8Array(buffer, byteOffset, byteLength)),
  );
}

function elementTypeOf(tensor: Float32Array | Int32Array | Uint32Array): ElementType {
  if (tensor instanceof Float32Array) return 'float';
  return tensor instanceof Int32Array ? 'int32' : 'uint32';
}

function sizes(shape: readonly number[]): Buffer[] {
  return shape.map((size) => protobuf.message(2, protobuf.integer(1, size)));
}
