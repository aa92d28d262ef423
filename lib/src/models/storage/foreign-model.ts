import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const converter = 'tensorflowjs_converter (pip install tensorflowjs) converts it to a folder with model.json';
const throughKeras = `In Python, save it with model.save("model.h5"); ${converter}: tensorflowjs_converter --input_format=keras model.h5 folder.`;

/** Model files of other programs, and how to convert them, in full sentences. */
const foreignFiles: readonly (readonly [name: RegExp, kind: string, advice: string])[] = [
  [/\.keras$/i, "Keras's own archive", throughKeras],
  [
    /\.(h5|hdf5)$/i,
    "Keras's HDF5 file",
    `${converter}: tensorflowjs_converter --input_format=keras model.h5 folder.`,
  ],
  [/^saved_model\.pb$/i, 'a SavedModel of TensorFlow', throughKeras],
  [/\.pb$/i, 'a graph of TensorFlow', throughKeras],
  [/\.tflite$/i, 'a model of TensorFlow Lite', 'Export it as TensorFlow.js instead.'],
  [/\.onnx$/i, 'an ONNX file', 'Export the original model as TensorFlow.js instead.'],
  [/\.(pt|pth|safetensors)$/i, 'a file of PyTorch or of weights alone', 'Build the model in Keras first.'],
  [/\.zip$/i, 'an archive', 'Unpack it and pass the folder that contains model.json.'],
];

/** The location of a model's files. */
export interface ModelPlace {
  readonly folder: string;
  /** Name of the file that describes the layers. */
  readonly file: string;
}

/**
 * Finds a model by the path of its folder or of its `model.json`.
 *
 * @param doing Beginning of error messages.
 * @throws {TypeError} if it is a model in another program's format. The message explains how to convert it.
 */
export function findModel(given: string, doing: string): ModelPlace {
  const refuse = (name: string): void => {
    const found = foreignFiles.find(([pattern]) => pattern.test(name));
    if (found)
      throw new TypeError(
        `${doing}: expected a model of TensorFlow.js but found ${name}, ${found[1]}. ${found[2]}`,
      );
  };
  const status = statSync(given, { throwIfNoEntry: false });
  if (status?.isFile()) {
    const { dir, base, ext } = path.parse(given);
    if (ext.toLowerCase() === '.json') return { folder: dir || '.', file: base };
    refuse(base);
  }
  if (status?.isDirectory() && !existsSync(path.join(given, 'model.json')))
    for (const name of readdirSync(given).sort()) refuse(name);
  return { folder: given, file: 'model.json' };
}
