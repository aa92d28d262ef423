import { toFashionForm } from '../../pictures/fashion-form.js';
import { createPredict } from '../runtime/network.js';
import { addExamples } from './examples.js';
import type { SectionData } from './page-data.js';
import { openPhoto } from './photo.js';
import { createResultView, drawImage } from './result-view.js';

/** Wires the part of the page that takes photos; what it returns shows a file that came another way. */
export function startFashionSection(
  section: HTMLElement,
  data: SectionData,
): (file: File | Blob) => Promise<void> {
  const predict = createPredict(data.network);
  const view = createResultView(section, data.network);
  const input = section.querySelector<HTMLInputElement>('input[type=file]')!;
  const shown = section.querySelector<HTMLCanvasElement>('.pad .shown')!;
  const problem = section.querySelector<HTMLElement>('[role=alert]')!;
  const [choose, clear] = section.querySelectorAll<HTMLButtonElement>('.tools button');
  let latest = 0;

  choose!.addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) void open(file);
    // So that the same file can be chosen again.
    input.value = '';
  });
  clear!.addEventListener('click', () => {
    latest++;
    shown.hidden = true;
    clear!.disabled = true;
    problem.textContent = '';
    view.showNothing();
    choose!.focus();
  });
  addExamples(section, data, (pixels) => {
    latest++;
    drawImage(shown, pixels, data.network);
    show(pixels);
  });
  view.showNothing();
  return open;

  async function open(file: File | Blob): Promise<void> {
    const turn = ++latest;
    try {
      const { picture, grey } = await openPhoto(file);
      // A second photo may have been given while the first was still being opened.
      if (turn !== latest) return;
      shown.width = picture.width;
      shown.height = picture.height;
      shown.getContext('2d')!.drawImage(picture, 0, 0);
      show(toFashionForm(grey, data.network));
    } catch (error) {
      if (turn === latest) problem.textContent = (error as Error).message;
    }
  }

  function show(pixels: Uint8Array): void {
    problem.textContent = '';
    shown.hidden = false;
    clear!.disabled = false;
    view.show(pixels, predict(pixels), true);
  }
}
