import { startDigitSection } from './digit-section.js';
import { startFashionSection } from './fashion-section.js';
import type { SectionData } from './page-data.js';

const choices = [...document.querySelectorAll<HTMLInputElement>('input[name=subject]')];
const sections = JSON.parse(document.getElementById('networks')!.textContent!) as SectionData[];

for (const data of sections) {
  const section = document.getElementById(data.subject)!;
  if (data.subject === 'digit') startDigitSection(section, data);
  else acceptPhotos(startFashionSection(section, data));
}

for (const choice of choices) choice.addEventListener('change', () => showSection(choice.value));
// A link may name the section: draw.html#fashion.
addEventListener('hashchange', () => showSection(location.hash.slice(1)));
showSection(location.hash.slice(1));

function showSection(subject: string): void {
  const shown = sections.find((section) => section.subject === subject) ?? sections[0]!;
  for (const part of document.querySelectorAll<HTMLElement>('[data-subject]')) {
    part.hidden = part.dataset.subject !== shown.subject;
  }
  document.title = document.querySelector('[data-subject]:not([hidden]) h1')!.textContent!;
  for (const choice of choices) choice.checked = choice.value === shown.subject;
}

/** Photos dropped or pasted anywhere on the page are for the section that takes photos. */
function acceptPhotos(open: (file: File) => Promise<void>): void {
  const openFirst = (event: Event, files: FileList | undefined) => {
    const file = [...(files ?? [])].find(({ type }) => type.startsWith('image/')) ?? files?.[0];
    if (!file) return;
    event.preventDefault();
    showSection('fashion');
    void open(file);
  };
  const mark = (dragged: boolean) => document.body.classList.toggle('dragged', dragged);
  addEventListener('paste', (event) => openFirst(event, event.clipboardData?.files));
  addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    mark(true);
  });
  addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) mark(false);
  });
  addEventListener('drop', (event) => {
    mark(false);
    openFirst(event, event.dataTransfer?.files);
  });
}
