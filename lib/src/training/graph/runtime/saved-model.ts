import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeAbandonedFiles, temporaryFile } from '../../../files/temporary-file.js';
import {
  type Attribute,
  type ElementType,
  elementTypes,
  type Graph,
  type GraphFunction,
  type Node,
} from '../builder/graph.js';
import { ProtobufWriter } from './protobuf.js';

/** The tag under which the graph stands in the SavedModel. */
export const savedModelTag = 'serve';

/**
 * Writes a SavedModel into a temporary folder for as long as `use` takes.
 *
 * @param bytes What `encodeSavedModel` gives.
 * @param use gets the folder; TensorFlow has read it when this returns, so it is removed then, also after an error.
 */
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
  return new ProtobufWriter()
    .integer(1, 1)
    .message(2, (metaGraph) => {
      metaGraph.message(1, (information) => information.string(4, savedModelTag));
      metaGraph.message(2, (graphDefinition) => {
        for (const node of graph.nodes) graphDefinition.message(1, (message) => writeNode(message, node));
        graphDefinition.message(2, (library) => {
          for (const definition of graph.functions)
            library.message(1, (message) => writeFunction(message, definition));
        });
        // The format's version as of TensorFlow 2.9; later libraries read it.
        graphDefinition.message(4, (versions) => versions.integer(1, 1087).integer(2, 12));
      });
    })
    .finish();
}

function writeNode(message: ProtobufWriter, { name, operation, inputs, attributes }: Node): void {
  message.string(1, name).string(2, operation);
  for (const input of inputs) message.string(3, input);
  writeAttributes(message, 5, attributes);
}

function writeFunction(
  message: ProtobufWriter,
  { name, inputs, outputs, nodes, compiled }: GraphFunction,
): void {
  const result = (index: number) => `result_${index}`;
  message.message(1, (signature) => {
    signature.string(1, name);
    for (const input of inputs)
      signature.message(2, (argument) => argument.string(1, input.name).integer(3, elementTypes[input.type]));
    outputs.forEach(({ type }, index) => {
      signature.message(3, (argument) => argument.string(1, result(index)).integer(3, elementTypes[type]));
    });
    signature.integer(17, 1);
  });
  for (const node of nodes) message.message(3, (nodeMessage) => writeNode(nodeMessage, node));
  outputs.forEach(({ reference }, index) => {
    message.message(4, (entry) => entry.string(1, result(index)).string(2, reference));
  });
  if (compiled) writeAttributes(message, 5, { _XlaMustCompile: true });
  inputs.forEach(({ shape, type }, index) => {
    if (type === 'resource') return;
    message.message(7, (entry) => {
      entry
        .integer(1, index)
        .message(2, (attributes) => writeAttributes(attributes, 1, { _output_shapes: { shapes: [shape] } }));
    });
  });
}

function writeAttributes(message: ProtobufWriter, field: number, attributes: Node['attributes']): void {
  for (const [name, value] of Object.entries(attributes))
    message.message(field, (entry) =>
      entry.string(1, name).message(2, (target) => writeAttribute(target, value)),
    );
}

function writeAttribute(message: ProtobufWriter, value: Attribute): void {
  if (typeof value === 'number') message.integer(3, value);
  else if (typeof value === 'boolean') message.integer(5, value ? 1 : 0);
  else if ('bytes' in value) message.string(2, value.bytes);
  else if ('integers' in value)
    message.message(1, (list) => {
      for (const integer of value.integers) list.integer(3, integer);
    });
  else if ('type' in value) message.integer(6, elementTypes[value.type]);
  else if ('types' in value)
    message.message(1, (list) => {
      for (const type of value.types) list.integer(6, elementTypes[type]);
    });
  else if ('shapes' in value)
    message.message(1, (list) => {
      for (const shape of value.shapes) list.message(7, (target) => writeShape(target, shape));
    });
  else if ('call' in value) message.message(10, (target) => target.string(1, value.call));
  else if ('tensor' in value)
    message.message(8, (tensor) => {
      const { buffer, byteOffset, byteLength } = value.tensor;
      tensor.integer(1, elementTypes[elementTypeOf(value.tensor)]);
      tensor.message(2, (target) => writeShape(target, value.shape));
      tensor.bytes(4, new Uint8Array(buffer, byteOffset, byteLength));
    });
  else message.message(7, (target) => writeShape(target, value.shape));
}

function elementTypeOf(tensor: Float32Array | Int32Array | Uint32Array): ElementType {
  if (tensor instanceof Float32Array) return 'float';
  return tensor instanceof Int32Array ? 'int32' : 'uint32';
}

function writeShape(message: ProtobufWriter, shape: readonly number[]): void {
  for (const size of shape) message.message(2, (dimension) => dimension.integer(1, size));
}
