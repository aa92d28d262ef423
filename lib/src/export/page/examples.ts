import type { SectionData } from './page-data.js';
import { drawImage } from './result-view.js';

/** Fills the row of example images. */
export function addExamples(
  section: HTMLElement,
  { examples, network }: SectionData,
  onChoose: (pixels: Uint8Array) => void,
): void {
  section.querySelectorAll<HTMLButtonElement>('.examples button').forEach((button, index) => {
    const example = examples[index]!.pixels;
    const pixels = Uint8Array.from({ length: example.length / 2 }, (_, at) =>
      Number.parseInt(example.slice(at * 2, at * 2 + 2), 16),
    );
    drawImage(button.querySelector('canvas')!, pixels, network);
    button.addEventListener('click', () => onChoose(pixels));
  });
}
