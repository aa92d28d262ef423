import { type PreprocessedImages, preprocess } from '../../images/preprocessing.js';
import { createPredict } from '../../program/javascript/runtime.js';
import { createDrawingPad } from './drawing-pad.js';
import { addExamples } from './examples.js';
import { oodWarning, photoOodScore } from './out-of-distribution.js';
import type { SectionData } from './page-data.js';
import type { Photo, PhotoSection } from './photo.js';
import { drawMarks, showSteps } from './photo-marks.js';
import { createResultView, drawImage } from './result-view.js';
import { isDot, pictureOfStrokes, type Stroke } from './strokes.js';

const dotAnswer = { title: 'Too small', note: 'A dot could be anything: draw it larger.' } as const;

/** Starts a section for drawings, which also takes photos of characters. */
export function startDrawSection(section: HTMLElement, data: SectionData): PhotoSection {
  const predict = createPredict(data.network);
  const view = createResultView(section, data.network);
  const canvas = section.querySelector<HTMLCanvasElement>('.pad > canvas')!;
  const shown = section.querySelector<HTMLCanvasElement>('.pad .shown')!;
  const problem = section.querySelector<HTMLElement>('[role=alert]')!;
  const [undo, clear] = section.querySelectorAll<HTMLButtonElement>('.tools button');
  let strokes: readonly Stroke[] = [];
  let finished = true;
  // A test image or a photo, displayed instead of the drawing until the user draws.
  let shownInstead: { readonly pixels: Uint8Array; readonly read?: ReadPhoto } | undefined;
  let scheduled = false;

  const pad = createDrawingPad(canvas, (drawn, isFinished) => {
    strokes = drawn;
    finished = isFinished;
    shownInstead = undefined;
    problem.textContent = '';
    schedule();
  });
  undo!.addEventListener('click', () => pad.undo());
  clear!.addEventListener('click', () => {
    showInstead(undefined);
    canvas.focus({ preventScroll: true });
  });
  addExamples(section, data, (pixels) => showInstead({ pixels }));
  update();
  return {
    open(photo) {
      try {
        const found = preprocess(photo.grey, data.preprocessing, data.network);
        showInstead({ pixels: found.inputs[0]!.pixels, read: { photo, found } });
      } catch (error) {
        // Keep the drawing, and show the error below it.
        problem.textContent = (error as Error).message;
      }
    },
    complain(message) {
      problem.textContent = message;
    },
    strangeness: ({ grey }) =>
      photoOodScore(data, () => {
        const { inputs } = preprocess(grey, data.preprocessing, data.network);
        const { pixels } = inputs[0]!;
        return { pixels, prediction: predict(pixels) };
      }),
  };

  /** Shows an image instead of the drawing, or an empty pad for `undefined`. Undo restores the drawing. */
  function showInstead(image: typeof shownInstead): void {
    pad.clear();
    problem.textContent = '';
    shownInstead = image;
    schedule();
  }

  /** Updates at most once per frame. */
  function schedule(): void {
    if (!scheduled) requestAnimationFrame(update);
    scheduled = true;
  }

  function update(): void {
    scheduled = false;
    undo!.disabled = !pad.canUndo;
    clear!.disabled = strokes.length === 0 && !shownInstead;
    shown.hidden = !shownInstead;
    showSteps(section, shownInstead?.read?.found);
    if (shownInstead?.read) drawPhoto(shown, shownInstead.read);
    else if (shownInstead) drawImage(shown, shownInstead.pixels, data.network);
    if (!shownInstead && (strokes.length === 0 || isDot(strokes))) {
      // Every stroke begins as a dot, so explain a dot only after the stroke.
      view.showNothing(strokes.length > 0 && finished ? dotAnswer : undefined);
      return;
    }
    const inputs = shownInstead ? [shownInstead] : drawnInputs();
    if (inputs.length > 1) {
      view.showNothing({ title: 'One at a time', note: `Found ${inputs.length} characters.` });
      return;
    }
    const { pixels } = inputs[0]!;
    const prediction = predict(pixels);
    view.show(pixels, prediction, finished, oodWarning(pixels, prediction, data));
  }

  function drawnInputs(): PreprocessedImages['inputs'] {
    return preprocess(pictureOfStrokes(strokes), data.preprocessing, data.network, true).inputs;
  }
}

/** A photo with the characters found in it. */
interface ReadPhoto {
  readonly photo: Photo;
  readonly found: PreprocessedImages;
}

function drawPhoto(canvas: HTMLCanvasElement, { photo: { picture }, found }: ReadPhoto): void {
  const side = Math.max(picture.width, picture.height);
  canvas.width = side;
  canvas.height = side;
  const [left, top] = [(side - picture.width) / 2, (side - picture.height) / 2];
  canvas.getContext('2d')!.drawImage(picture, left, top);
  drawMarks(canvas, found, left, top);
}
