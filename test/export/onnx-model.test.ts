import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createDigitModel, exportOnnxModel, setModelMetadata, tf } from 'mnist-lab';
import { parse } from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { tensorsInUse } from '../collect-garbage.js';
import { temporaryFolder } from '../temporary-folder.js';
import { classifierWithEverything, randomModel } from './models.js';

// The parts of onnx.proto that these tests read. onnx-runtime.slow.test.ts tests complete files with ONNX Runtime.
const ModelProto = parse(`
  syntax = "proto3";
  message ModelProto {
    int64 ir_version = 1; string producer_name = 2; string doc_string = 6; GraphProto graph = 7;
    repeated OperatorSet opset_import = 8; repeated Entry metadata_props = 14;
  }
  message OperatorSet { int64 version = 2; }
  message Entry { string key = 1; string value = 2; }
  message GraphProto {
    repeated Node node = 1; string name = 2; repeated Tensor initializer = 5;
    repeated Value input = 11; repeated Value output = 12;
  }
  message Node { repeated string input = 1; repeated string output = 2; string op_type = 4; }
  message Tensor { repeated int64 dims = 1; string name = 8; bytes raw_data = 9; }
  message Value { string name = 1; Type type = 2; string doc_string = 3; }
  message Type { TensorType tensor_type = 1; }
  message TensorType { int32 elem_type = 1; Shape shape = 2; }
  message Shape { repeated Dimension dim = 1; }
  message Dimension { int64 dim_value = 1; string dim_param = 2; }
`).root.lookupType('ModelProto');

interface Value {
  readonly name: string;
  readonly type: {
    readonly tensorType: { readonly elemType: number; readonly shape: { readonly dim: object[] } };
  };
}

interface OnnxFile {
  readonly irVersion: number;
  readonly docString: string;
  readonly opsetImport: readonly { readonly version: number }[];
  readonly metadataProps: readonly { readonly key: string; readonly value: string }[];
  readonly graph: {
    readonly name: string;
    readonly node: readonly { readonly opType: string; readonly output: readonly string[] }[];
    readonly initializer: readonly { readonly name: string; readonly dims?: readonly number[] }[];
    readonly input: readonly Value[];
    readonly output: readonly Value[];
  };
}

async function exported(model: Parameters<typeof exportOnnxModel>[0]): Promise<OnnxFile> {
  const { file, bytes } = await exportOnnxModel(model, path.join(temporaryFolder(), 'model.onnx'));
  const content = readFileSync(file);
  expect(content).toHaveLength(bytes);
  return ModelProto.toObject(ModelProto.decode(content), { longs: Number }) as OnnxFile;
}

describe('exportOnnxModel()', () => {
  it('writes a graph that maps pixel bytes to probabilities, for any batch size', async () => {
    const { graph, irVersion, opsetImport } = await exported(classifierWithEverything());
    expect([irVersion, opsetImport]).toEqual([8, [{ version: 17 }]]);
    const [input] = graph.input;
    const [output] = graph.output;
    const [uint8, float] = [2, 1];
    expect([input!.name, input!.type.tensorType.elemType]).toEqual(['pixels', uint8]);
    expect(input!.type.tensorType.shape.dim).toEqual([{ dimParam: 'N' }, { dimValue: 6 }, { dimValue: 5 }]);
    expect([output!.name, output!.type.tensorType.elemType]).toEqual(['probabilities', float]);
    expect(output!.type.tensorType.shape.dim).toEqual([{ dimParam: 'N' }, { dimValue: 3 }]);
    expect(graph.node.at(-1)!.output).toEqual(['probabilities']);
  });

  it('describes the input, classes and training in the metadata of the file', async () => {
    const model = classifierWithEverything();
    setModelMetadata(model, { test: { accuracy: 0.9876, loss: 0.1 }, trainedWith: { epochs: 3 } });
    const { metadataProps, docString } = await exported(model);
    const about = Object.fromEntries(metadataProps.map(({ key, value }) => [key, value]));
    expect(JSON.parse(about.classNames!)).toEqual(['</script>', 'two"words`', 'Ünï*/']);
    expect(JSON.parse(about.trainedWith!)).toEqual({ epochs: 3 });
    expect(about.pixels).toBe('One byte a pixel, 0 (background) to 255: N x 6 x 5, any number of images');
    // The graph scales its input, so the metadata must not repeat the scaling.
    expect(about).not.toHaveProperty('inputScaling');
    expect(about).not.toHaveProperty('temperature');
    expect(docString).toContain('Accuracy on the test set: 98.76%.');
  });

  it('folds normalisation and temperature into the dense layers', async () => {
    const { graph } = await exported(classifierWithEverything());
    const count = (operator: string) => graph.node.filter(({ opType }) => opType === operator).length;
    expect([count('Gemm'), count('Softmax'), count('Pow')]).toEqual([3, 1, 0]);
    const weights = graph.initializer.filter(({ name }) => name.startsWith('weights'));
    expect(weights.map(({ dims }) => dims)).toEqual([
      [30, 12],
      [12, 9],
      [9, 3],
    ]);
  });

  it('rejects an unsupported layer and writes nothing', async () => {
    const folder = temporaryFolder();
    const rows = tf.sequential({
      layers: [
        tf.layers.reshape({ targetShape: [3, 4], inputShape: [12] }),
        tf.layers.lstm({ units: 2, name: 'in_rows' }),
        tf.layers.dense({ units: 2, activation: 'softmax' }),
      ],
    });
    await expect(exportOnnxModel(rows, path.join(folder, 'model.onnx'))).rejects.toThrow(
      /layer "in_rows" is of class LSTM, which ONNX export does not support\./,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('rejects weights that are not finite', async () => {
    const model = createDigitModel({ hiddenUnits: [] });
    const [kernel, bias] = model.getWeights();
    model.setWeights([kernel!, tf.fill(bias!.shape, Number.NaN)]);
    await expect(exportOnnxModel(model, path.join(temporaryFolder(), 'model.onnx'))).rejects.toThrow(
      'expected finite weights but some are NaN or infinite. Train it again.',
    );
  });

  it('leaks no tensors', async () => {
    const model = randomModel([
      tf.layers.layerNormalization({ inputShape: [12] }),
      tf.layers.dense({ units: 3, activation: 'softmax' }),
    ]);
    const before = await tensorsInUse();
    await exported(model);
    expect(tf.memory().numTensors).toBe(before);
  });
});
