/** What a lesson uses of the library: the code that it reaches, without types, comments and layout. */

import path from 'node:path';
import { buildSync, type Metafile } from 'esbuild';
import { asModule } from './as-module.js';
import { root } from './project.js';

/** Code in which no output can differ, though lessons use it, by file or folder below `lib/src`. */
export const withoutInfluence = [
  // The files of the lessons' datasets are verified by their sums, however they are found, fetched and kept.
  'datasets/acquire-dataset.ts',
  'datasets/acquisition/',
  'datasets/catalogue/emnist.ts',
  'datasets/catalogue/kmnist.ts',
  'datasets/catalogue/qmnist.ts',
  'datasets/find-file.ts',
  'datasets/location.ts',
  'datasets/own/',
  'datasets/verified-file.ts',
  // A restored model is compared with the original in the lesson itself, bit for bit.
  'models/load-model.ts',
  'models/save-model.ts',
  'models/storage/',
  // No lesson keeps checkpoints.
  'training/checkpoint.ts',
  // What they do is not seen in a notebook, or makes no difference to what is.
  'export/',
  'files/',
  'load-tensorflow.ts',
  'notebook/browser/',
  'notebook/draw-page.ts',
  'notebook/interrupt.ts',
  'notebook/kernel.ts',
  'notebook/parameter-values.ts',
  'setup/',
  'system/',
  'terminal/',
] as const;

export interface LibraryCode {
  /** JavaScript, the same for the same code on every machine. */
  readonly text: string;
  /** Files below the library's source of which something is left in it, in order. */
  readonly files: readonly string[];
}

/** Called where the lesson's own code begins, which is none of the library's. */
const mark = 'ownCodeOfTheLesson';

/**
 * The part of the library that code of a lesson reaches by its imports. Functions of a used file that are not reached
 * are no part of it.
 *
 * @param source the library's source
 */
export function libraryCode(code: string, source: string = path.join(root, 'lib', 'src')): LibraryCode {
  const { outputFiles, metafile } = buildSync({
    stdin: { contents: asModule(code, `${mark}();`), resolveDir: root, loader: 'ts' },
    absWorkingDir: source,
    alias: {
      'mnist-lab/experiments': path.join(source, 'experiments.ts'),
      'mnist-lab/notebook': path.join(source, 'notebook.ts'),
      'mnist-lab': path.join(source, 'index.ts'),
    },
    external: withoutInfluence.map((place) => path.join(source, place.replace(/\/$/, '/*'))),
    packages: 'external',
    bundle: true,
    platform: 'node',
    format: 'esm',
    minifyWhitespace: true,
    legalComments: 'none',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const [text] = outputFiles[0]!.text.split(`${mark}()`);
  return { text: text!, files: filesIn(metafile) };
}

function filesIn({ outputs }: Metafile): string[] {
  return Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([file, { bytesInOutput }]) => bytesInOutput > 0 && file !== '<stdin>')
    .map(([file]) => file)
    .sort();
}
