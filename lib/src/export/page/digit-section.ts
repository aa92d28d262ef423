import { toMnistForm } from '../../pictures/mnist-form.js';
import { createPredict } from '../runtime/network.js';
import { createDrawingPad } from './drawing-pad.js';
import { addExamples } from './examples.js';
import type { SectionData } from './page-data.js';
import { createResultView, drawImage } from './result-view.js';
import { pictureOfStrokes, type Stroke } from './strokes.js';

/** Wires the part of the page that people draw on. */
export function startDigitSection(section: HTMLElement, data: SectionData): void {
  const predict = createPredict(data.network);
  const view = createResultView(section, data.network);
  const canvas = section.querySelector<HTMLCanvasElement>('.pad > canvas')!;
  const shown = section.querySelector<HTMLCanvasElement>('.pad .shown')!;
  const [undo, clear] = section.querySelectorAll<HTMLButtonElement>('.tools button');
  let strokes: readonly Stroke[] = [];
  let finished = true;
  let example: Uint8Array | undefined;
  let scheduled = false;

  const pad = createDrawingPad(canvas, (drawn, isFinished) => {
    strokes = drawn;
    finished = isFinished;
    example = undefined;
    schedule();
  });
  undo!.addEventListener('click', () => pad.undo());
  clear!.addEventListener('click', () => {
    example = undefined;
    pad.clear();
    schedule();
    canvas.focus({ preventScroll: true });
  });
  addExamples(section, data, (pixels) => {
    pad.clear();
    example = pixels;
    schedule();
  });
  update();

  /** Once a frame is as often as anybody can see. */
  function schedule(): void {
    if (!scheduled) requestAnimationFrame(update);
    scheduled = true;
  }

  function update(): void {
    scheduled = false;
    const pixels = strokes.length > 0 ? toMnistForm(pictureOfStrokes(strokes), data.network) : example;
    undo!.disabled = !pad.canUndo;
    clear!.disabled = !pixels;
    shown.hidden = !example;
    if (example) drawImage(shown, example, data.network);
    if (pixels) view.show(pixels, predict(pixels), finished);
    else view.showNothing();
  }
}
