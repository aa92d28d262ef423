import { type ImageSize, pixelCount } from '../../images/image-size.js';
import type { Prediction } from '../../program/javascript/runtime.js';
import { formatProbability } from '../../text/format.js';

/** Displays the network's input and prediction. */
interface ResultView {
  /**
   * Shows the input and the prediction. While `finished` is false, during a stroke, nothing is announced to
   * screen readers. A warning replaces the note.
   */
  show(pixels: Uint8Array, prediction: Prediction, finished: boolean, warning?: string): void;
  /** Clears the prediction. `answer` replaces the hint of an empty section. */
  showNothing(answer?: { readonly title: string; readonly note: string }): void;
}

export function createResultView(
  section: HTMLElement,
  network: { readonly classNames: readonly string[] } & ImageSize,
): ResultView {
  const part = <Type extends Element>(selector: string) => section.querySelector<Type>(selector)!;
  const seen = part<HTMLCanvasElement>('.seen canvas');
  const title = part<HTMLElement>('.answer-title');
  const note = part<HTMLElement>('.answer-note');
  const spoken = part<HTMLElement>('[role=status]');
  const bars = [...section.querySelectorAll<HTMLElement>('.bars li')];
  const { title: emptyTitle, note: emptyNote } = { title: title.textContent, note: note.textContent };

  function fill(probabilities: readonly number[] | undefined, best: number): void {
    bars.forEach((bar, index) => {
      const probability = probabilities?.[index] ?? 0;
      bar.dataset.probability = probabilities ? String(probability) : '';
      bar.classList.toggle('best', index === best);
      bar.style.setProperty('--part', String(probability));
      bar.querySelector('.percent')!.textContent = probabilities ? formatProbability(probability) : '';
    });
  }

  return {
    show(pixels, prediction, finished, warning) {
      drawImage(seen, pixels, network);
      const words = describeAnswer(prediction, network.classNames);
      const answer = warning ? { title: `${prediction.className}?`, note: warning } : words;
      section.classList.remove('empty');
      title.textContent = answer.title;
      note.textContent = answer.note;
      fill(prediction.probabilities, prediction.classIndex);
      if (finished) spoken.textContent = `${answer.title}, ${answer.note}`;
    },
    showNothing(answer) {
      drawImage(seen, new Uint8Array(pixelCount(network)), network);
      section.classList.add('empty');
      title.textContent = answer?.title ?? emptyTitle;
      note.textContent = answer?.note ?? emptyNote;
      fill(undefined, -1);
      spoken.textContent = answer ? `${answer.title}. ${answer.note}` : '';
    },
  };
}

/** A prediction in a few words that reflect how certain the network is. */
function describeAnswer(
  { probabilities, className }: Prediction,
  classNames: readonly string[],
): { readonly title: string; readonly note: string } {
  const ranking = classNames
    .map((name, index) => ({ name, probability: probabilities[index]! }))
    .sort((first, second) => second.probability - first.probability);
  const [best, second] = ranking;
  const runnerUp = second ? `${second.name} (${formatProbability(second.probability)})` : 'nothing else';
  if (best!.probability >= 0.9)
    return { title: className, note: `${formatProbability(best!.probability)} sure` };
  if (best!.probability >= 0.6) return { title: className, note: `probably; else ${runnerUp}` };
  return { title: `${className}?`, note: `unsure: perhaps ${runnerUp}` };
}

/** Draws grey pixels, one per pixel of the canvas. */
export function drawImage(canvas: HTMLCanvasElement, pixels: Uint8Array, { rows, columns }: ImageSize): void {
  canvas.width = columns;
  canvas.height = rows;
  const image = new ImageData(columns, rows);
  pixels.forEach((pixel, index) => {
    image.data.fill(pixel, index * 4, index * 4 + 3);
    image.data[index * 4 + 3] = 255;
  });
  canvas.getContext('2d', { willReadFrequently: true })!.putImageData(image, 0, 0);
}
