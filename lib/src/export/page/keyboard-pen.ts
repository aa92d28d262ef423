import { type Point, penWidth } from './strokes.js';

interface PadActions {
  start(point: Point): void;
  move(point: Point): void;
  end(): void;
  undo(): void;
  clear(): void;
  redraw(): void;
}

const step = 1 / 28;

const directions: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * A pen for the keyboard: arrow keys move it (two at once diagonally, with Shift in smaller steps). Space puts it
 * down and lifts it. Ctrl+Z undoes. Delete, Backspace and Escape clear. A ring shows its position after the first
 * key.
 */
export function attachKeyboardPen(canvas: HTMLCanvasElement, actions: PadActions) {
  let pen: Point = { x: 0.5, y: 0.3 };
  let shown = false;
  let down = false;
  const held = new Set<string>();

  function lift(): void {
    if (down) actions.end();
    down = false;
  }

  canvas.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'z') {
      down = false;
      actions.undo();
    } else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key in directions) {
      held.add(event.key);
      const distance = event.shiftKey ? step / 4 : step;
      for (const key of held) {
        const [x, y] = directions[key]!;
        pen = { x: inside(pen.x + x * distance), y: inside(pen.y + y * distance) };
      }
      shown = true;
      if (down) actions.move(pen);
    } else if (event.key === ' ') {
      shown = true;
      if (down) lift();
      else {
        down = true;
        actions.start(pen);
      }
    } else if (event.key === 'Delete' || event.key === 'Backspace' || event.key === 'Escape') {
      down = false;
      actions.clear();
    } else return;
    event.preventDefault();
    actions.redraw();
  });
  canvas.addEventListener('keyup', (event) => held.delete(event.key));
  canvas.addEventListener('blur', () => {
    held.clear();
    lift();
    shown = false;
    actions.redraw();
  });

  return {
    hide(): void {
      lift();
      shown = false;
    },
    draw(context: CanvasRenderingContext2D, side: number): void {
      if (!shown) return;
      context.save();
      context.strokeStyle = getComputedStyle(canvas).getPropertyValue('--accent');
      context.lineWidth = side / 140;
      context.beginPath();
      context.arc(pen.x * side, pen.y * side, penWidth * side * (down ? 0.5 : 0.9), 0, 2 * Math.PI);
      context.stroke();
      context.restore();
    },
  };
}

function inside(place: number): number {
  return Math.min(1 - penWidth / 2, Math.max(penWidth / 2, place));
}
