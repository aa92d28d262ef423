import { type PreprocessedImages, preprocess } from '../../images/preprocessing.js';
import { createPredict } from '../../program/javascript/runtime.js';
import { addExamples } from './examples.js';
import { oodWarning, photoOodScore } from './out-of-distribution.js';
import type { SectionData } from './page-data.js';
import { openPhoto, type Photo } from './photo.js';
import { drawMarks, showSteps } from './photo-marks.js';
import type { PhotoSection } from './photo-section.js';
import { createResultView, drawImage } from './result-view.js';

/** Starts a section for photos. */
export function startShowSection(section: HTMLElement, data: SectionData): PhotoSection {
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
    // Allow the user to choose the same file again.
    input.value = '';
  });
  clear!.addEventListener('click', () => {
    latest++;
    shown.hidden = true;
    clear!.disabled = true;
    problem.textContent = '';
    showSteps(section, undefined);
    view.showNothing();
    choose!.focus();
  });
  addExamples(section, data, (pixels) => {
    latest++;
    drawImage(shown, pixels, data.network);
    showSteps(section, undefined);
    show(pixels);
  });
  view.showNothing();
  return {
    open(photo) {
      latest++;
      showPhoto(photo);
    },
    complain(message) {
      latest++;
      problem.textContent = message;
    },
    strangeness: (photo) => photoOodScore(data, () => predict(find(photo).inputs[0]!.pixels)),
  };

  async function open(file: File): Promise<void> {
    const turn = ++latest;
    try {
      const photo = await openPhoto(file);
      // The user may have chosen another photo in the meantime.
      if (turn === latest) showPhoto(photo);
    } catch (error) {
      if (turn === latest) problem.textContent = (error as Error).message;
    }
  }

  function showPhoto(photo: Photo): void {
    const { picture } = photo;
    shown.width = picture.width;
    shown.height = picture.height;
    shown.getContext('2d')!.drawImage(picture, 0, 0);
    try {
      const found = find(photo);
      drawMarks(shown, found);
      showSteps(section, found);
      show(found.inputs[0]!.pixels);
    } catch (error) {
      shown.hidden = false;
      showSteps(section, undefined);
      view.showNothing();
      problem.textContent = (error as Error).message;
    }
  }

  function find({ grey }: Photo): PreprocessedImages {
    return preprocess(grey, data.preprocessing, data.network);
  }

  function show(pixels: Uint8Array): void {
    problem.textContent = '';
    shown.hidden = false;
    clear!.disabled = false;
    const prediction = predict(pixels);
    view.show(pixels, prediction, true, oodWarning(prediction, data));
  }
}
