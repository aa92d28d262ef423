/** The library code that a lesson uses, without types, comments and formatting. */

import path from 'node:path';
import { buildSync, type Metafile } from 'esbuild';
import { asModule } from './as-module.js';
import { root } from './project.js';

/** Code that cannot affect outputs, by file or folder under `lib/src`. */
interface WithoutInfluence {
  readonly places: readonly string[];
  /** A condition on the lesson's code. Without it, the entry applies to every lesson. */
  readonly if?: (code: string) => boolean;
}

/**
 * Code that is not listed here is part of the checksum: an unnecessary execution is better than a missed one.
 */
export const withoutInfluence: readonly WithoutInfluence[] = [
  {
    // Code whose results are not visible in a notebook, or are always the same.
    places: [
      'export/',
      'files/',
      'load-tensorflow.ts',
      'notebook/browser/',
      'notebook/demo-page.ts',
      'notebook/interrupt.ts',
      'notebook/kernel-contract.cjs',
      'notebook/kernel.ts',
      'setup/',
      'system/',
      'terminal/',
    ],
  },
  {
    // The catalogue's files are verified by checksum, regardless of how they are found, downloaded and
    // stored.
    places: [
      'datasets/download-dataset.ts',
      'datasets/acquisition/',
      'datasets/dataset-files.ts',
      'datasets/own/',
    ],
    if: (code) =>
      [...code.matchAll(/\bloadDataset\(([^)]*)/g)].every(([, name]) => /^\w+\.dataset$/.test(name!)),
  },
  {
    // Storage cannot change outputs if the lesson loads no model, or checks that the loaded model predicts
    // the same, bit for bit.
    places: ['models/load-model.ts', 'models/save-model.ts', 'models/storage/'],
    if: (code) => !/\bloadModel\(/.test(code) || /\bassertSameProbabilities\(/.test(code),
  },
  { places: ['training/checkpoint.ts'], if: (code) => !/\bcheckpoint\b/.test(code) },
];

interface LibraryCode {
  /** JavaScript, identical for identical code on every machine. */
  readonly text: string;
  /** Files under the library's source that contribute code, in order. */
  readonly files: readonly string[];
}

/** Marks the start of the lesson's own code. */
const mark = 'ownCodeOfTheLesson';

/**
 * The library code that a lesson's code reaches through imports, without unused functions of those files.
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
    external: withoutInfluence
      .filter((one) => one.if?.(code) ?? true)
      .flatMap(({ places }) => places.map((place) => path.join(source, place.replace(/\/$/, '/*')))),
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
