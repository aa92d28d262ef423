import type { GreyImage } from '../../images/grey-image.js';
import { preprocess } from '../../images/preprocessing.js';
import { createPredict } from '../../program/javascript/runtime.js';
import { addExamples } from './examples.js';
import { oodWarning, photoOodScore } from './out-of-distribution.js';
import type { SectionData } from './page-data.js';
import type { Photo } from './photo.js';
import type { PhotoSection } from './photo-section.js';
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
    view.showNothing();
    choose!.focus();
  });
  addExamples(section, data, (pixels) => {
    drawImage(shown, pixels, data.network);
    show(pixels);
  });
  view.showNothing();
  return {
    open: showPhoto,
    complain(message) {
      problem.textContent = message;
    },
    strangeness: ({ grey }) => photoOodScore(data, () => predict(inputOf(grey))),
  };

  function showPhoto({ picture, grey }: Photo): void {
    shown.width = picture.width;
    shown.height = picture.height;
    shown.getContext('2d')!.drawImage(picture, 0, 0);
    try {
      show(inputOf(grey));
    } catch (error) {
      shown.hidden = false;
      view.showNothing();
      problem.textContent = (error as Error).message;
    }
  }

  function inputOf(grey: GreyImage): Uint8Array {
    return preprocess(grey, data.preprocessing, data.network).inputs[0]!.pixels;
  }

  function show(pixels: Uint8Array): void {
    problem.textContent = '';
    shown.hidden = false;
    clear!.disabled = false;
    const prediction = predict(pixels);
    view.show(pixels, prediction, true, oodWarning(prediction, data));
  }
}
