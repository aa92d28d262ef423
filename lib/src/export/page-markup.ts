import type { ModelMetadata } from '../models/model-metadata.js';
import { escapeHtml } from '../text/escape-html.js';
import { formatPercent } from '../text/format-percent.js';
import type { SectionData, Subject } from './page/page-data.js';

/** One part of the page with what is told about its model. */
export interface PageSection {
  readonly data: SectionData;
  readonly metadata: ModelMetadata;
}

const names = { digit: 'Digit', fashion: 'Garment' } satisfies Record<Subject, string>;

const words = {
  digit: {
    title: 'Draw a digit',
    subtitle: 'A small neural network says what it sees, while you draw.',
    emptyTitle: 'Nothing drawn yet',
    emptyNote: 'use mouse, pen or finger, or drop a photo of one',
    seen: 'centred by mass and scaled as in MNIST',
    tools: ['Undo', 'Clear'],
    data: 'handwritten digits (MNIST)',
  },
  fashion: {
    title: 'Show a garment',
    subtitle: 'A small neural network says what the photo shows.',
    emptyTitle: 'No photo yet',
    emptyNote: 'one piece, plain background',
    seen: 'grey, negated and sharpened as in Fashion-MNIST',
    tools: ['Choose a photo', 'Clear'],
    data: 'clothing from a shop’s catalogue (Fashion-MNIST)',
  },
} as const;

/** What people see of the page, before its script fills it. What has a `data-subject` shows with that subject. */
export function pageMarkup(sections: readonly PageSection[]): string {
  return `<header>
${sections.map(({ data }) => titleMarkup(data.subject)).join('\n')}
${sections.length > 1 ? choiceMarkup(sections) : ''}
</header>
<noscript><p class="problem">The network is a script, and scripts are switched off here. In JupyterLab, press “Trust HTML”
above this page; or open the file in a browser.</p></noscript>
<main>
${sections.map(sectionMarkup).join('\n')}
</main>
<footer>
<p><strong>Nothing leaves this page.</strong> The networks are inside the file; it works without a connection.</p>
<p>A network answers with one of its classes whatever it is shown: a face becomes a digit, a cup becomes a bag. A
high percentage means “this class rather than the others”, not “this is certainly one of them”. What is unlike
anything in its training is often noticed, and said.</p>
</footer>`;
}

/** The name of a page that starts with this subject. */
export function pageTitle(subject: Subject): string {
  return words[subject].title;
}

function titleMarkup(subject: Subject): string {
  const { title, subtitle } = words[subject];
  return `<div data-subject="${subject}"><h1>${title}</h1><p>${subtitle}</p></div>`;
}

function choiceMarkup(sections: readonly PageSection[]): string {
  const choices = sections.map(
    ({ data: { subject } }) =>
      `<label><input type="radio" name="subject" value="${subject}"><span>${names[subject]}</span></label>`,
  );
  return `<fieldset class="choice"><legend class="unseen">What to show the network</legend>${choices.join('')}</fieldset>`;
}

function sectionMarkup({ data, metadata }: PageSection): string {
  const { subject, network, examples } = data;
  const { title, emptyTitle, emptyNote, seen, tools } = words[subject];
  const bars = network.classNames.map(
    (name) =>
      `<li><span class="name">${escapeHtml(name)}</span><span class="bar"></span><span class="percent"></span></li>`,
  );
  return `<section id="${subject}" data-subject="${subject}" class="empty" aria-label="${names[subject]}" hidden>
<div class="input">
${subject === 'digit' ? drawingMarkup(title) : photoMarkup()}
<div class="tools">${tools.map((tool) => `<button type="button"${tool === 'Choose a photo' ? '' : ' disabled'}>${tool}</button>`).join('')}</div>
</div>
<div class="result">
<div class="summary">
<figure class="seen"><canvas width="${network.columns}" height="${network.rows}" role="img" aria-label="The image that the network sees"></canvas></figure>
<div class="answer">
<p class="answer-title">${emptyTitle}</p>
<p class="answer-note">${emptyNote}</p>
<p class="answer-seen">Left: the ${network.rows} × ${network.columns} pixels that the network sees, ${seen}.</p>
</div>
</div>
<p role="status" class="unseen"></p>
<ol class="bars" aria-label="Probability of each class">${bars.join('')}</ol>
<p class="about">${escapeHtml(aboutModel(data, metadata))}</p>
</div>
${examplesMarkup(examples)}
</section>`;
}

function drawingMarkup(title: string): string {
  return `<div class="pad"><canvas tabindex="0" role="application" aria-label="${title}" aria-describedby="keys"></canvas><canvas class="shown" aria-hidden="true" hidden></canvas>
<p class="hint" aria-hidden="true">Draw here</p>
<p id="keys" class="keys">Arrows move the pen, Space puts it down or lifts it, Ctrl+Z undoes, Delete clears.</p></div>
<p role="alert" class="problem"></p>`;
}

function photoMarkup(): string {
  return `<div class="pad drop"><p>Drop or paste a photo<br>of one garment</p><canvas class="shown" role="img" aria-label="Your photo" hidden></canvas></div>
<input type="file" accept="image/*" aria-label="Photo of a garment" hidden>
<p role="alert" class="problem"></p>`;
}

function examplesMarkup(examples: SectionData['examples']): string {
  if (examples.length === 0) return '';
  const buttons = examples.map(
    ({ className }) =>
      `<button type="button" aria-label="Test image: ${escapeHtml(className)}" title="${escapeHtml(className)}"><canvas></canvas></button>`,
  );
  return `<div class="examples"><p>Or try an image from the test set:</p><div>${buttons.join('')}</div></div>`;
}

/** Only what is known: shape, what it was trained on, and its accuracy where it was measured. */
function aboutModel({ subject, network }: SectionData, { test }: ModelMetadata): string {
  const units = network.steps.flatMap((step) => (step.kind === 'dense' ? [step.units] : []));
  const shape = [network.rows * network.columns, ...units].join(' → ');
  const accuracy = test
    ? ` On the test images, which it had never seen, it is right ${formatPercent(test.accuracy, 1)} of the time.`
    : '';
  return `A network of dense layers (${shape} numbers), trained on ${words[subject].data}.${accuracy}`;
}
