import { looksWritten } from '../../images/ink/looks-written.js';
import { preprocessings } from '../../images/preprocessing.js';
import { startDrawSection } from './draw-section.js';
import type { SectionData } from './page-data.js';
import { openPhoto, type Photo, type PhotoSection } from './photo.js';
import { startShowSection } from './show-section.js';

const choices = [...document.querySelectorAll<HTMLInputElement>('input[name=section]')];
const sections = JSON.parse(document.getElementById('networks')!.textContent!) as SectionData[];

const starts = { drawing: startDrawSection, photo: startShowSection };
const takes = ({ preprocessing }: SectionData) => preprocessings[preprocessing].takes;
const photoSections = new Map<string, PhotoSection>(
  sections.map((data) => [data.id, starts[takes(data)](document.getElementById(data.id)!, data)]),
);
acceptPhotos();

for (const choice of choices) choice.addEventListener('change', () => showSection(choice.value));
// A link may name the section, as in draw.html#network-2.
addEventListener('hashchange', () => showSection(location.hash.slice(1)));
showSection(location.hash.slice(1));

function showSection(id: string): void {
  const shown = sections.find((section) => section.id === id) ?? sections[0]!;
  for (const part of document.querySelectorAll<HTMLElement>('[data-section]')) {
    part.hidden = part.dataset.section !== shown.id;
  }
  document.title = document.querySelector('[data-section]:not([hidden]) h1')!.textContent!;
  for (const choice of choices) choice.checked = choice.value === shown.id;
}

/** Photos can be dropped or pasted anywhere: on a pad they go to its section, otherwise to the best match. */
function acceptPhotos(): void {
  let latest = 0;
  const openFirst = async (event: Event, files: FileList | undefined) => {
    const file = [...(files ?? [])].find(({ type }) => type.startsWith('image/')) ?? files?.[0];
    if (!file) return;
    event.preventDefault();
    const place = event.target instanceof Element ? event.target.closest('.pad, [type=file]') : null;
    const aimed = place?.closest<HTMLElement>('[data-section]')?.dataset.section;
    const turn = ++latest;
    try {
      const photo = await openPhoto(file);
      if (turn !== latest) return;
      const id = aimed ?? sectionFor(photo);
      showSection(id);
      photoSections.get(id)!.open(photo);
    } catch (error) {
      if (turn === latest) photoSections.get(openSection())!.complain((error as Error).message);
    }
  };
  for (const input of document.querySelectorAll<HTMLInputElement>('[type=file]')) {
    const choose = input.closest('section')!.querySelector('.choose')!;
    choose.addEventListener('click', () => input.click());
    input.addEventListener('change', (event) => {
      void openFirst(event, input.files ?? undefined);
      // Allow the user to choose the same file again.
      input.value = '';
    });
  }
  // A click on a button, such as Clear, cancels a photo that is still being opened.
  const cancel = ({ target }: Event) => target instanceof Element && target.closest('button') && latest++;
  addEventListener('click', cancel, true);
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

function openSection(): string {
  return document.querySelector<HTMLElement>('section[data-section]:not([hidden])')!.id;
}

/**
 * The section with the lowest out-of-distribution score. If any section lacks a detector, photos that look
 * written go to the section for drawings, and others to the section for photos.
 */
function sectionFor(photo: Photo): string {
  const rated = sections.map((data) => ({
    data,
    strangeness: photoSections.get(data.id)!.strangeness(photo),
  }));
  if (rated.length > 1 && rated.some(({ strangeness }) => strangeness === undefined)) {
    const forPhotos = sections.find((data) => takes(data) === 'photo');
    const forDrawings = looksWritten(photo.grey) && sections.find((data) => takes(data) === 'drawing');
    return (forDrawings || forPhotos)?.id ?? openSection();
  }
  return rated.reduce((best, next) => (next.strangeness! <= best.strangeness! ? next : best)).data.id;
}
