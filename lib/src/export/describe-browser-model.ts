import type { ModelMetadata } from '../models/model-metadata.js';
import { formatPercent } from '../text/format.js';

/** What lies beside an exported model for who finds it: what it takes, gives and needs, and how it is used. */
export function describeBrowserModel(
  { name, classNames, imageShape, test }: ModelMetadata,
  batchShape: readonly (number | null)[],
  { takes, gives, needs }: Readonly<Record<'takes' | 'gives' | 'needs', string>>,
): string {
  const accuracy = test ? ` Accuracy on the test set: ${formatPercent(test.accuracy)}.` : '';
  return `# ${name}

A network for images of ${imageShape.join(' × ')} pixels, trained with mnist-lab.${accuracy}

- **Takes**: ${takes}.
- **Gives**: ${gives}.
- **Needs**: ${needs}.
- **Classes**: ${classNames.map((className) => JSON.stringify(className)).join(', ')}.

Serve this folder, then:

\`\`\`js
import * as tf from '@tensorflow/tfjs';

const model = await tf.loadLayersModel('model.json'); // the address of that file
const { classNames } = model.getUserDefinedMetadata();

/** @param pixels numbers from 0 to 255 */
function classify(pixels) {
  const probabilities = tf.tidy(() => model.predict(tf.tensor(pixels, [${batchShape.map((size) => size ?? 1).join(', ')}])).dataSync());
  return { probabilities, className: classNames[probabilities.indexOf(Math.max(...probabilities))] };
}
\`\`\`
`;
}
