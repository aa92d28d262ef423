import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset } from '../datasets/dataset.js';
import { imageAt } from '../datasets/image-at.js';
import { modelMetadata } from '../models/metadata.js';
import type { WeightBits } from '../program/javascript/pack-program.js';
import { type ExportedFile, writeExported } from './exported-file.js';
import { networkData } from './network-data.js';
import type { SectionData } from './page/page-data.js';
import { type PageSection, pageMarkup } from './page-markup.js';
import { pageScript } from './page-script.js';
import { pageStyle } from './page-style.js';
import { pageWords } from './page-words.js';

/** A network for the page. */
export interface DemoPageNetwork {
  readonly model: Sequential;
  /** A dataset: the first image of each class can be tried with a click. Defaults to none. */
  readonly examples?: Dataset;
}

/** Options of {@link exportDemoPage}. */
export interface DemoPageOptions {
  /** Bits per weight. Defaults to 16, which keeps probabilities exact to 1e-3. 8 bits cost some accuracy. */
  readonly weightBits?: WeightBits;
}

/**
 * Writes a web page, in one file that works offline, on which users draw a character or drop a photo and see
 * the probabilities change. The page preprocesses drawings and photos according to each model's metadata.
 *
 * @param networks At least one, in the order of the page.
 * @param file Path of the page, such as `'build/draw.html'`. An existing one is replaced.
 * @throws {TypeError} if there is no model, or one with layers that `exportInferenceModule` does not support.
 * @throws {RangeError} if a dataset's images have another size than the model's, or a weight is not finite.
 *
 * @example
 * await exportDemoPage([{ model: createDigitModel() }], 'build/draw.html');
 */
export async function exportDemoPage(
  networks: readonly DemoPageNetwork[],
  file: string,
  { weightBits = 16 }: DemoPageOptions = {},
): Promise<ExportedFile> {
  const sections = networks.map(({ model, examples }, index): PageSection => {
    const network = networkData(model, weightBits);
    const metadata = modelMetadata(model);
    const { preprocessing, oodDetector } = metadata;
    const images = firstOfEachClass(examples, network);
    const data = { id: `network-${index + 1}`, preprocessing, network, examples: images, oodDetector };
    return { data, metadata, words: pageWords(data, metadata) };
  });
  if (sections.length === 0)
    throw new TypeError('Writing a demo page: expected at least one model but found none.');
  // An unescaped "<" in a class name could close the script element.
  const sectionData = JSON.stringify(sections.map(({ data }) => data)).replaceAll('<', '\\u003c');
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:">
<link rel="icon" href="data:,">
<title>${sections[0]!.words.title}</title>
<style>${pageStyle}</style>
</head>
<body>
${pageMarkup(sections)}
<script type="application/json" id="networks">${sectionData}</script>
<script type="module">
${pageScript()}</script>
</body>
</html>
`;
  return writeExported(file, page);
}

function firstOfEachClass(
  dataset: Dataset | undefined,
  { rows, columns }: SectionData['network'],
): SectionData['examples'] {
  if (!dataset) return [];
  if (dataset.rows !== rows || dataset.columns !== columns) {
    throw new RangeError(
      `Putting examples into the page: expected images of ${rows} × ${columns} pixels, as the model takes, but found ${dataset.rows} × ${dataset.columns}.`,
    );
  }
  return dataset.classNames.flatMap((className, classIndex) => {
    const index = dataset.labels.indexOf(classIndex);
    if (index < 0) return [];
    return [{ pixels: Buffer.from(imageAt(dataset, index)).toString('hex'), className }];
  });
}
