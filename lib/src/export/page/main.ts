import { looksWritten } from '../../images/ink/looks-written.js';
import { startDigitSection } from './digit-section.js';
import type { SectionData, Subject } from './page-data.js';
import { openPhoto, type Photo } from './photo.js';
import type { PhotoSection } from './photo-section.js';
import { startShowSection } from './show-section.js';

const choices = [...document.querySelectorAll<HTMLInputElement>('input[name=subject]')];
const sections = JSON.parse(document.getElementById('networks')!.textContent!) as SectionData[];

const starts = { digit: startDigitSection, fashion: startShowSection, picture: startShowSection };
const photoSections = new Map<Subject, PhotoSection>(
  sections.map((data) => [data.subject, starts[data.subject](document.getElementById(data.subject)!, data)]),
);
acceptPhotos();

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

/**
 * Photos can be dropped or pasted anywhere on the page. Dropped on a pad, a photo is for that section; else for the one
 * that knows such photos best.
 */
function acceptPhotos(): void {
  let latest = 0;
  const openFirst = async (event: Event, files: FileList | undefined) => {
    const file = [...(files ?? [])].find(({ type }) => type.startsWith('image/')) ?? files?.[0];
    if (!file) return;
    event.preventDefault();
    const pad = event.target instanceof Element ? event.target.closest<HTMLElement>('.pad') : null;
    const aimed = pad?.closest<HTMLElement>('[data-subject]')?.dataset.subject as Subject | undefined;
    const turn = ++latest;
    try {
      const photo = await openPhoto(file);
      if (turn !== latest) return;
      const subject = aimed ?? subjectOf(photo);
      showSection(subject);
      photoSections.get(subject)!.open(photo);
    } catch (error) {
      if (turn === latest) photoSections.get(openSubject())!.complain((error as Error).message);
    }
  };
  const mark = (dragged: boolean) => document.body.classList.toggle('dragged', dragged);
  addEventListener('paste', (event) => void openFirst(event, event.clipboardData?.files));
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
    void openFirst(event, event.dataTransfer?.files);
  });
}

function openSubject(): Subject {
  const shown = document.querySelector<HTMLElement>('section[data-subject]:not([hidden])')!;
  return shown.dataset.subject as Subject;
}

/** The section whose network finds it least strange; where networks cannot tell, strokes of even ink are drawn ones. */
function subjectOf(photo: Photo): Subject {
  const rated = sections.map(({ subject }) => ({
    subject,
    strangeness: photoSections.get(subject)!.strangeness(photo),
  }));
  if (rated.length > 1 && rated.some(({ strangeness }) => strangeness === undefined)) {
    const others = rated.filter(({ subject }) => subject !== 'digit');
    return (
      (looksWritten(photo.grey) && photoSections.has('digit') ? 'digit' : others[0]?.subject) ?? openSubject()
    );
  }
  return rated.reduce((best, next) => (next.strangeness! <= best.strangeness! ? next : best)).subject;
}
