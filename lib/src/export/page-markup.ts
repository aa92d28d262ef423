import { pixelCount } from '../images/image-size.js';
import { preprocessings } from '../images/preprocessing.js';
import type { ModelMetadata } from '../models/model-metadata.js';
import { escapeHtml } from '../text/escape.js';
import { formatPercent } from '../text/format.js';
import type { SectionData } from './page/page-data.js';
import type { PageWords } from './page-words.js';

/** A section of the page. */
export interface PageSection {
  readonly data: SectionData;
  readonly metadata: ModelMetadata;
  readonly words: PageWords;
}

/** The page before its script runs. Elements with a `data-section` are shown with that section. */
export function pageMarkup(sections: readonly PageSection[]): string {
  const knowsStrange = sections.some(({ data }) => data.oodDetector);
  return `<header>
${sections.map(titleMarkup).join('\n')}
${sections.length > 1 ? choiceMarkup(sections) : ''}
</header>
<noscript><p class="problem">The network is a script, and scripts are switched off here. In JupyterLab, press “Trust HTML”
above this page; or open the file in a browser.</p></noscript>
<main>
${sections.map(sectionMarkup).join('\n')}
</main>
<footer>
<p><strong>Nothing leaves this page.</strong> The networks are inside the file; it works without a connection.</p>
<p>A network answers with one of its classes whatever it is shown: ${[...new Set(sections.map(({ words }) => words.mistaken))].join(', ')}. A
high percentage means “this class rather than the others”, not “this is certainly one of them”.${
    knowsStrange
      ? ` What is unlike
anything in its training is often noticed, and said.`
      : ''
  }</p>
</footer>`;
}

function titleMarkup({ data, words }: PageSection): string {
  return `<div data-section="${data.id}"><h1>${words.title}</h1><p>${escapeHtml(words.subtitle)}</p></div>`;
}

function choiceMarkup(sections: readonly PageSection[]): string {
  const choices = sections.map(
    ({ data: { id }, words }) =>
      `<label><input type="radio" name="section" value="${id}"><span>${words.name}</span></label>`,
  );
  return `<fieldset class="choice"><legend class="unseen">What to show the network</legend>${choices.join('')}</fieldset>`;
}

function sectionMarkup({ data, metadata, words }: PageSection): string {
  const { id, preprocessing, network, examples } = data;
  const { emptyTitle, tools } = words;
  const { takes, description, advice } = preprocessings[preprocessing];
  const bars = network.classNames.map(
    (name) =>
      `<li><span class="name">${escapeHtml(name)}</span><span class="bar"></span><span class="percent"></span></li>`,
  );
  return `<section id="${id}" data-section="${id}" class="empty" aria-label="${words.name}" hidden>
<div class="input">
${takes === 'drawing' ? drawingMarkup(words) : photoMarkup(words)}
<div class="tools">${tools.map((tool) => `<button type="button"${tool === 'Choose a photo' ? '' : ' disabled'}>${tool}</button>`).join('')}</div>
</div>
<div class="result">
<div class="summary">
<figure class="seen"><canvas width="${network.columns}" height="${network.rows}" role="img" aria-label="The image that the network sees"></canvas></figure>
<div class="answer">
<p class="answer-title">${emptyTitle}</p>
<p class="answer-note">${advice}</p>
<p class="answer-seen">Left: the ${network.rows} × ${network.columns} pixels that the network sees, ${description}.</p>
</div>
</div>
<p role="status" class="unseen"></p>
<ol class="bars" aria-label="Probability of each class">${bars.join('')}</ol>
<p class="about">${escapeHtml(aboutModel(data, words, metadata))}</p>
</div>
${examplesMarkup(examples)}
</section>`;
}

function drawingMarkup({ title }: PageWords): string {
  return `<div class="pad"><canvas tabindex="0" role="application" aria-label="${title}" aria-describedby="keys"></canvas><canvas class="shown" aria-hidden="true" hidden></canvas>
<p class="hint" aria-hidden="true">Draw here</p>
<p id="keys" class="keys">Arrows move the pen, Space puts it down or lifts it, Ctrl+Z undoes, Delete clears.</p></div>
<p role="alert" class="problem"></p>
<p class="steps"></p>`;
}

function photoMarkup({ drop, photo }: PageWords): string {
  return `<div class="pad drop"><p>${drop}</p><canvas class="shown" role="img" aria-label="Your photo" hidden></canvas></div>
<input type="file" accept="image/*" aria-label="${photo}" hidden>
<p role="alert" class="problem"></p>
<p class="steps"></p>`;
}

function examplesMarkup(examples: SectionData['examples']): string {
  if (examples.length === 0) return '';
  const buttons = examples.map(
    ({ className }) =>
      `<button type="button" aria-label="Test image: ${escapeHtml(className)}" title="${escapeHtml(className)}"><canvas></canvas></button>`,
  );
  return `<div class="examples"><p>Or try an image from the test set:</p><div>${buttons.join('')}</div></div>`;
}

/** The shape of the network, its training data, and its accuracy if it was measured. */
function aboutModel({ network }: SectionData, { data }: PageWords, { test }: ModelMetadata): string {
  const units = network.steps.flatMap(({ operation, shape }) =>
    operation === 'matMul' ? [shape.at(-1)] : [],
  );
  const shape = [pixelCount(network), ...units].join(' → ');
  const accuracy = test
    ? ` On the test images, which it had never seen, it is right ${formatPercent(test.accuracy, 1)} of the time.`
    : '';
  return `A network of dense layers (${shape} numbers), trained on ${data}.${accuracy}`;
}
