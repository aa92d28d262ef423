/** What a lesson uses of the library: the code that it reaches, without types, comments and layout. */

import path from 'node:path';
import { buildSync, type Metafile } from 'esbuild';
import { asModule } from './as-module.js';
import { root } from './project.js';

/** Code that cannot change an output, by file or folder below `lib/src`. */
interface WithoutInfluence {
  readonly places: readonly string[];
  /** What the code of a lesson must show for that to be so; without it, it is so of every lesson. */
  readonly if?: (code: string) => boolean;
}

/** Whatever is not listed here counts: a lesson is rather executed once too often. */
export const withoutInfluence: readonly WithoutInfluence[] = [
  {
    // Not seen in a notebook, or the same whatever it does.
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
    // The files of the catalogue are verified by their checksums, however they are found, fetched and kept.
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
    // The restored model is compared with the original, bit for bit.
    places: ['models/load-model.ts', 'models/save-model.ts', 'models/storage/'],
    if: (code) => !/\bloadModel\(/.test(code) || /\bassertSameProbabilities\(/.test(code),
  },
  { places: ['training/checkpoint.ts'], if: (code) => !/\bcheckpoint\b/.test(code) },
];

interface LibraryCode {
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
