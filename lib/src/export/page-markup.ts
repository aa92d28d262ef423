import { pixelCount } from '../images/image-size.js';
import { preprocessings } from '../images/preprocessing.js';
import type { ModelMetadata } from '../models/model-metadata.js';
import { escapeHtml } from '../text/escape.js';
import { formatPercent, listOf } from '../text/format.js';
import type { SectionData } from './page/page-data.js';
import { choosePhoto, type PageWords } from './page-words.js';

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
<p><strong>Nothing leaves your device.</strong> ${originText(sections)}</p>
<p>A network always predicts one of its classes, whatever the image: ${[...new Set(sections.map(({ words }) => words.mistaken))].join(', ')}. A
high percentage means “this class rather than the others”, not “this is certainly one of them”.${
    knowsStrange
      ? ` Images unlike
the training data are usually flagged.`
      : ''
  }</p>
</footer>`;
}

/** The text that says where the page comes from, for people who received only the page. */
function originText(sections: readonly PageSection[]): string {
  const lessons = [...new Set(sections.flatMap(({ words: { lesson } }) => lesson || []))];
  const several = lessons.length > 1 ? 's' : '';
  const origin =
    lessons.length > 0
      ? `how to build them is shown in the lesson${several} ${listOf(lessons.map((lesson) => `“${lesson}”`))} of mnist-lab`
      : 'they were trained with mnist-lab';
  return `This file contains small neural networks and works offline; ${origin}.`;
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
  const { emptyTitle, tools, photo } = words;
  const { takes, description, advice } = preprocessings[preprocessing];
  const bars = network.classNames.map(
    (name) =>
      `<li><span class="name">${escapeHtml(name)}</span><span class="bar"></span><span class="percent"></span></li>`,
  );
  return `<section id="${id}" data-section="${id}" class="empty" aria-label="${words.name}" hidden>
<div class="input">
${takes === 'drawing' ? drawingMarkup(words) : photoMarkup(words)}
<input type="file" accept="image/*" aria-label="${photo}" hidden>
<p role="alert" class="problem"></p>
<p class="steps"></p>
<div class="tools">${tools.map((tool) => `<button type="button" ${tool === choosePhoto ? 'class="choose"' : 'disabled'}>${tool}</button>`).join('')}</div>
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
<p id="keys" class="keys">Arrows move the pen, Space puts it down or lifts it, Ctrl+Z undoes, Delete clears.</p></div>`;
}

function photoMarkup({ drop }: PageWords): string {
  return `<div class="pad drop"><p>${drop}</p><canvas class="shown" role="img" aria-label="Your photo" hidden></canvas></div>`;
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
  const hidden = units.slice(0, -1);
  const layers = hidden.length > 0 ? `, ${listOf(hidden.map(String))} units` : '';
  const shape = `${pixelCount(network)} pixels in${layers}, ${units.at(-1)} probabilities out`;
  const accuracy = test
    ? ` It classifies ${formatPercent(test.accuracy, 1)} of the test images correctly, which were not used for training.`
    : '';
  return `A network of dense layers (${shape}), trained on ${data}.${accuracy}`;
}
