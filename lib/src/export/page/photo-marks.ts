import { accent, colourWords, withOpacity, wrongColour } from '../../colours/palette.js';
import { markedBoxes } from '../../images/marked-boxes.js';
import type { PreprocessedImages } from '../../images/preprocessing.js';

const colours = { read: accent.anywhere, sheet: accent.anywhere, ignored: wrongColour } as const;

/**
 * Draws boxes around the classified and ignored parts of a photo, and around its sheet of paper. `left` and `top`
 * are the photo's position.
 */
export function drawMarks(canvas: HTMLCanvasElement, found: PreprocessedImages, left = 0, top = 0): void {
  const context = canvas.getContext('2d')!;
  const thickness = Math.max(1, Math.max(canvas.width, canvas.height) / 200);
  context.lineWidth = thickness;
  for (const { kind, box, isFilled } of markedBoxes(found)) {
    context.strokeStyle = colours[kind];
    context.fillStyle = withOpacity(colours[kind], 0.35);
    context.setLineDash(kind === 'sheet' ? [4 * thickness, 3 * thickness] : []);
    const sides = [left + box.left, top + box.top, box.columns, box.rows] as const;
    if (isFilled) context.fillRect(...sides);
    context.strokeRect(...sides);
  }
}

/** Shows below the photo how it was read. `undefined`, if there is no photo, clears the text. */
export function showSteps(section: HTMLElement, found: PreprocessedImages | undefined): void {
  const ignored = found && found.ignored.length > 0 ? `, ${colourWords.wrong}: ignored` : '';
  const sheet = found?.sheet ? ', dashed: the sheet' : '';
  section.querySelector('.steps')!.textContent = found
    ? `Read as: ${found.steps.join('; ')}. (${colourWords.accent}: read${ignored}${sheet})`
    : '';
}
