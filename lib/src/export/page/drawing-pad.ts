import { attachKeyboardPen } from './keyboard-pen.js';
import { drawStrokes, type Point, penWidth, type Stroke } from './strokes.js';

export interface DrawingPad {
  undo(): void;
  clear(): void;
  readonly canUndo: boolean;
}

/**
 * Turns a canvas into a drawing pad for mouse, pen, finger and keyboard.
 *
 * @param onChange Called after every change. `finished` is false while a stroke is being drawn.
 */
export function createDrawingPad(
  canvas: HTMLCanvasElement,
  onChange: (strokes: readonly Stroke[], finished: boolean) => void,
): DrawingPad {
  const context = canvas.getContext('2d')!;
  let strokes: readonly Stroke[] = [];
  let history: (readonly Stroke[])[] = [];
  let pointer: number | undefined;
  const keyboardPen = attachKeyboardPen(canvas, {
    start: (point) => startStroke(point),
    move: (point) => extendStroke([point]),
    end: () => onChange(strokes, true),
    undo,
    clear,
    redraw,
  });

  canvas.addEventListener('pointerdown', (event) => {
    if (pointer !== undefined || event.button !== 0) return;
    pointer = event.pointerId;
    canvas.setPointerCapture(pointer);
    keyboardPen.hide();
    startStroke(place(event));
  });
  canvas.addEventListener('pointermove', (event) => {
    if (event.pointerId !== pointer) return;
    // Fast strokes have several coalesced events per frame, which make them smooth.
    const moves = event.getCoalescedEvents?.() ?? [];
    extendStroke((moves.length > 0 ? moves : [event]).map(place));
  });
  for (const type of ['pointerup', 'pointercancel'] as const) {
    canvas.addEventListener(type, (event) => {
      if (event.pointerId !== pointer) return;
      pointer = undefined;
      onChange(strokes, true);
    });
  }
  new ResizeObserver(redraw).observe(canvas);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  return {
    undo,
    clear,
    get canUndo() {
      return history.length > 0;
    },
  };

  function place(event: PointerEvent): Point {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
  }

  function startStroke(point: Point): void {
    history.push(strokes);
    change([...strokes, [point]], false);
  }

  function extendStroke(points: readonly Point[]): void {
    change([...strokes.slice(0, -1), [...(strokes.at(-1) ?? []), ...points]], false);
  }

  function undo(): void {
    const before = history.pop();
    if (!before) return;
    pointer = undefined;
    change(before, true);
  }

  function clear(): void {
    if (strokes.length === 0) return;
    history = [...history, strokes];
    pointer = undefined;
    change([], true);
  }

  function change(changed: readonly Stroke[], finished: boolean): void {
    strokes = changed;
    redraw();
    onChange(strokes, finished);
  }

  function redraw(): void {
    const side = Math.round(canvas.clientWidth * devicePixelRatio);
    if (canvas.width !== side) canvas.width = side;
    if (canvas.height !== side) canvas.height = side;
    context.clearRect(0, 0, side, side);
    context.strokeStyle = getComputedStyle(canvas).color;
    drawStrokes(context, strokes, { scale: side, x: 0, y: 0, width: penWidth * side });
    keyboardPen.draw(context, side);
  }
}
