import { type PreprocessedImages, preprocess } from '../../images/preprocessing.js';
import { createPredict } from '../../program/javascript/runtime.js';
import { addExamples } from './examples.js';
import { oodWarning, photoOodScore } from './out-of-distribution.js';
import type { SectionData } from './page-data.js';
import type { Photo, PhotoSection } from './photo.js';
import { drawMarks, showSteps } from './photo-marks.js';
import { createResultView, drawImage } from './result-view.js';

/** Starts a section for photos. */
export function startShowSection(section: HTMLElement, data: SectionData): PhotoSection {
  const predict = createPredict(data.network);
  const view = createResultView(section, data.network);
  const shown = section.querySelector<HTMLCanvasElement>('.pad .shown')!;
  const problem = section.querySelector<HTMLElement>('[role=alert]')!;
  const [choose, clear] = section.querySelectorAll<HTMLButtonElement>('.tools button');

  clear!.addEventListener('click', () => {
    shown.hidden = true;
    clear!.disabled = true;
    problem.textContent = '';
    showSteps(section, undefined);
    view.showNothing();
    choose!.focus();
  });
  addExamples(section, data, (pixels) => {
    drawImage(shown, pixels, data.network);
    showSteps(section, undefined);
    show(pixels);
  });
  view.showNothing();
  return {
    open: showPhoto,
    complain(message) {
      problem.textContent = message;
    },
    strangeness: (photo) =>
      photoOodScore(data, () => {
        const { pixels } = find(photo).inputs[0]!;
        return { pixels, prediction: predict(pixels) };
      }),
  };

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
    view.show(pixels, prediction, true, oodWarning(pixels, prediction, data));
  }
}
