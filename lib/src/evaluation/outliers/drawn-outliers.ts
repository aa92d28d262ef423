import type { FloatImage } from '../../images/grey-image.js';
import type { Random } from '../../random.js';
import {
  around,
  between,
  blank,
  combined,
  drawFilling,
  drawingSide,
  drawLines,
  fillOutline,
  type Line,
  mix,
  oneOf,
  type Place,
  rounded,
} from './drawing.js';

/** Draws an outlier at random: ink from 0 (paper) to 1. */
export type Draw = (random: Random) => FloatImage;

const turn = 2 * Math.PI;
/** Random width of a pen or marker. */
const pen = (random: Random) => between(random, 0.075, 0.24);
const anyPlace = (random: Random): Place => [random.next(), random.next()];
const repeat = <Value>(count: number, make: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => make(index));
const closed = (outline: Line): Line => [...outline, outline[0]!];

/** Moves, slants, turns and stretches lines at random. */
function distorted(lines: readonly Line[], random: Random, strength: number): Line[] {
  const [slant, angle] = [0.2 * strength * random.normal(), 0.12 * strength * random.normal()];
  const stretch = Math.exp(0.3 * strength * random.normal());
  return lines.map((line) =>
    line.map(([x, y]): Place => {
      const right = (x - 0.5) * Math.min(1, stretch) + 0.02 * strength * random.normal();
      const down = (y - 0.5) / Math.max(1, stretch) + 0.02 * strength * random.normal();
      return [0.5 + right - (slant + angle) * down, 0.5 + down + angle * right];
    }),
  );
}

/** A random stroke of a made-up character, starting at a point. */
function stroke(start: Place, random: Random): Line {
  const end = oneOf(
    [anyPlace(random), [start[0], random.next()], [random.next(), start[1]]] as Place[],
    random,
  );
  const kind = random.next();
  if (kind < 0.4) return [start, end];
  if (kind < 0.6) return rounded([start, anyPlace(random), end]);
  if (kind < 0.75) return rounded([start, anyPlace(random), anyPlace(random), end]);
  if (kind < 0.85) return [start, anyPlace(random), end];
  const [radius, first, round] = [between(random, 0.12, 0.3), turn * random.next(), between(random, 0.5, 1)];
  return repeat(16, (index) => around(first + (turn * round * index) / 15, radius, start));
}

/** Random strokes, most of which start on the previous one. */
function madeUp(random: Random): Line[] {
  const lines: Line[] = [stroke(anyPlace(random), random)];
  const count = 2 + random.integer(4);
  while (lines.length < count) {
    const before = lines.at(-1)!;
    const at = random.integer(before.length - 1);
    const joint = oneOf(
      [before.at(-1)!, before[0]!, mix(before[at]!, before[at + 1]!, random.next()), anyPlace(random)],
      random,
    );
    lines.push(stroke(joint, random));
  }
  return lines;
}

/** Straight and round strokes between the points of a grid, as in the characters of most scripts. */
function onLattice(random: Random): Line[] {
  const [columns, rows] = [2 + random.integer(2), 3 + random.integer(2)];
  const point = (): Place => [random.integer(columns) / (columns - 1), random.integer(rows) / (rows - 1)];
  return repeat(2 + random.integer(4), (): Line => {
    const [from, to] = [point(), point()];
    const kind = random.next();
    if (kind < 0.3) return [from, [from[0], to[1] === from[1] ? 1 - to[1] : to[1]]];
    if (kind < 0.55) return [from, [to[0] === from[0] ? 1 - to[0] : to[0], from[1]]];
    if (kind < 0.75) return [from, to];
    return rounded([from, point(), to]);
  });
}

const turnedBy = (angle: number, lines: readonly Line[]): Line[] =>
  lines.map((line) =>
    line.map(([x, y]): Place => around(angle + Math.atan2(y - 0.5, x - 0.5), Math.hypot(x - 0.5, y - 0.5))),
  );

function regular(corners: number, inner: number, random: Random): Line {
  const first = turn * random.next();
  const count = inner < 1 ? 2 * corners : corners;
  return repeat(count, (index) =>
    around(first + (turn * index) / count, index % 2 === 0 ? 0.5 : 0.5 * inner),
  );
}

/** A random outline with straight sides and sharp corners: a polygon or a star. */
function corneredOutline(random: Random): Line {
  if (random.next() < 0.5) return regular(3 + random.integer(4), 1, random);
  return regular(3 + random.integer(6), between(random, 0.3, 0.65), random);
}

/** A random outline with straight or round sides. */
function outline(random: Random): Line {
  const kind = random.next();
  if (kind < 0.15) return regular(24, 1, random);
  if (kind < 0.35) return regular(3 + random.integer(6), 1, random);
  if (kind < 0.55) return regular(3 + random.integer(6), between(random, 0.3, 0.75), random);
  if (kind < 0.7) {
    const [right, down] = [between(random, 0.25, 0.5), between(random, 0.25, 0.5)];
    const corners: Line = [
      [-right, -down],
      [right, -down],
      [right, down],
      [-right, down],
    ];
    return corners.map(([x, y]): Place => [0.5 + x, 0.5 + y]);
  }
  const corners = 4 + random.integer(7);
  const line = repeat(corners, (index) => around((turn * index) / corners, between(random, 0.2, 0.5)));
  return kind < 0.9 ? rounded(closed(line)) : line;
}

/** A random shape, either filled or drawn with a pen. */
function shape(random: Random): FloatImage {
  const isFilled = random.next() < 0.6;
  const [line] = distorted([(isFilled ? outline : corneredOutline)(random)], random, 0.7) as [Line];
  return isFilled ? fillOutline(line) : drawFilling([closed(line)], pen(random));
}

/** Moves and shrinks the lines of a drawing, so that they fill a part of the image. */
const smaller = (lines: readonly Line[], random: Random): Line[] => {
  const [scale, x, y] = [between(random, 0.25, 0.7), random.next(), random.next()];
  return lines.map((line) =>
    line.map((place): Place => [place[0] * scale + x * (1 - scale), place[1] * scale + y * (1 - scale)]),
  );
};

/** Noise whose amplitude decreases with frequency, as in photos, with random brightness and contrast. */
export function cloud(random: Random): FloatImage {
  const ink = blank();
  const { values } = ink;
  const fall = between(random, 0.4, 1.6);
  for (let cells = 2; cells <= 16; cells *= 2) addNoise(values, cells, cells ** -fall, random);
  let squares = 0;
  for (let at = 0; at < values.length; at++) squares += values[at]! ** 2;
  const spread = Math.sqrt(squares / values.length);
  const level = spread * between(random, -0.7, 1.3);
  const contrast = Math.exp(between(random, -0.7, 2.3)) / spread;
  for (let at = 0; at < values.length; at++)
    values[at] = Math.min(1, Math.max(0, 0.5 + contrast * (values[at]! - level)));
  return ink;
}

/** Adds random numbers that are drawn at the corners of cells and interpolated between them. */
function addNoise(values: Float32Array, cells: number, amplitude: number, random: Random): void {
  const side = cells + 2;
  const grid = new Float32Array(side * side);
  for (let at = 0; at < grid.length; at++) grid[at] = amplitude * random.normal();
  const [right, down] = [random.next(), random.next()];
  const perPixel = cells / drawingSide;
  for (let row = 0, to = 0; row < drawingSide; row++) {
    const y = row * perPixel + down;
    const top = Math.floor(y);
    for (let column = 0; column < drawingSide; column++, to++) {
      const x = column * perPixel + right;
      const left = Math.floor(x);
      const at = top * side + left;
      const upper = grid[at]! + (x - left) * (grid[at + 1]! - grid[at]!);
      const lower = grid[at + side]! + (x - left) * (grid[at + side + 1]! - grid[at + side]!);
      values[to]! += upper + (y - top) * (lower - upper);
    }
  }
}

const without = (one: number, other: number) => Math.max(0, one - other);

/** Made-up characters and other pen drawings. */
export const penDrawings: Readonly<Record<string, Draw>> = {
  madeUp: (random) => drawFilling(madeUp(random), pen(random)),

  onLattice: (random) => drawFilling(distorted(onLattice(random), random, 1), pen(random)),

  withDots: (random) =>
    drawFilling(
      [...onLattice(random), ...repeat(1 + random.integer(3), () => [anyPlace(random)])],
      pen(random),
    ),

  scribble(random) {
    let [place, angle] = [anyPlace(random), turn * random.next()];
    const [bend, line] = [between(random, 0.5, 2), [place]];
    for (let step = 6 + random.integer(16); step > 0; step--) {
      angle += bend * random.normal();
      place = around(angle, between(random, 0.15, 0.5), place);
      place = [Math.min(1, Math.max(0, place[0])), Math.min(1, Math.max(0, place[1]))];
      line.push(place);
    }
    return drawFilling([random.next() < 0.7 ? rounded(line) : line], between(random, 0.05, 0.12));
  },

  wave(random) {
    const [turns, height, phase] = [
      between(random, 0.75, 5),
      between(random, 0.1, 0.5),
      turn * random.next(),
    ];
    const line = repeat(
      60,
      (index): Place => [index / 59, 0.5 + height * Math.sin(phase + (turn * turns * index) / 59)],
    );
    return drawFilling(turnedBy(turn * random.next(), [line]), between(random, 0.06, 0.12));
  },

  spiral(random) {
    const [turns, first] = [between(random, 1.6, 4), turn * random.next()];
    const line = repeat(60, (index) =>
      around(first + (turn * turns * index) / 60, 0.05 + (0.45 * index) / 60),
    );
    return drawFilling(distorted([line], random, 0.5), between(random, 0.06, 0.07 + 0.2 / turns));
  },

  /** Lines from one point, as in arrows, crosses and ticks. */
  rays(random) {
    const middle = random.next() < 0.5 ? ([0.5, 0.5] as Place) : anyPlace(random);
    const [count, first] = [3 + random.integer(5), turn * random.next()];
    const isEven = random.next() < 0.5;
    const rays = repeat(count, (index): Line => {
      const angle = isEven ? first + (turn * index) / count : turn * random.next();
      return [middle, around(angle, isEven ? 0.5 : between(random, 0.2, 0.6), middle)];
    });
    return drawFilling(distorted(rays, random, 0.5), pen(random));
  },

  arrow(random) {
    const [long, open] = [between(random, 0.25, 0.6), between(random, 0.4, 1.1)];
    const isDouble = random.next() < 0.25;
    const wings = (tip: Place, back: number): Line[] => [
      [tip, around(back - open, long, tip)],
      [tip, around(back + open, long, tip)],
    ];
    const lines: Line[] = [
      [
        [0, 0.5],
        [1, 0.5],
      ],
      ...wings([1, 0.5], Math.PI),
      ...(isDouble ? wings([0, 0.5], 0) : []),
    ];
    return drawFilling(turnedBy(turn * random.next(), distorted(lines, random, 0.5)), pen(random));
  },

  arc(random) {
    const [first, round] = [turn * random.next(), between(random, 0.25, 0.6)];
    const stretch = between(random, 0.5, 1);
    const arc = repeat(16, (index): Place => {
      const [x, y] = around(first + (turn * round * index) / 15, 0.5);
      return [x, stretch * y];
    });
    return drawFilling(random.next() < 0.7 ? [arc] : [closed(arc)], pen(random));
  },

  /** A ring or a polygon with lines across it. */
  crossed(random) {
    const ring = closed(regular(random.next() < 0.5 ? 24 : 3 + random.integer(6), 1, random));
    const across = repeat(1 + random.integer(2), (): Line => {
      const angle = turn * random.next();
      return [around(angle, 0.5), around(angle + between(random, 2, 4), between(random, 0, 0.5))];
    });
    return drawFilling(distorted([ring, ...across], random, 0.5), between(random, 0.07, 0.18));
  },

  grid(random) {
    const along = (count: number) => repeat(count, (index) => (count > 1 ? index / (count - 1) : 0.5));
    const lines: Line[] = [
      ...along(1 + random.integer(4)).map(
        (x): Line => [
          [x, 0],
          [x, 1],
        ],
      ),
      ...along(2 + random.integer(3)).map(
        (y): Line => [
          [0, y],
          [1, y],
        ],
      ),
    ];
    return drawFilling(distorted(lines, random, 0.8), between(random, 0.06, 0.14));
  },
};

/** Shapes, signs and textures. */
export const shapes: Readonly<Record<string, Draw>> = {
  shape,

  shapes: (random) => {
    const other = shape(random);
    return combined(shape(random), shifted(other, random), random.next() < 0.6 ? Math.max : without);
  },

  /** A filled shape from which a drawing is cut out. */
  sign(random) {
    const lines = smaller(
      oneOf([madeUp, onLattice, () => [closed(outline(random))]], random)(random),
      random,
    );
    return combined(fillOutline(outline(random)), drawLines(lines, pen(random) * 0.8), without);
  },

  /** An outline with drawings in it. */
  framed(random) {
    const frame = drawLines([closed(outline(random))], between(random, 0.06, 0.14));
    const parts = repeat(1 + random.integer(3), () =>
      smaller(oneOf([onLattice, madeUp, () => [closed(outline(random))]], random)(random), random),
    );
    return drawLines(parts.flat(), between(random, 0.06, 0.14), frame);
  },

  cloud,

  /** Texture inside the outline of a shape. */
  cutCloud: (random) => combined(cloud(random), fillOutline(outline(random)), Math.min),

  specks: (random) =>
    drawLines(
      repeat(3 + random.integer(25), () => [anyPlace(random)]),
      between(random, 0.06, 0.25),
    ),
};

/** Moves the pixels by up to 12 rows and columns. */
function shifted({ values, rows, columns }: FloatImage, random: Random): FloatImage {
  const by = (random.integer(25) - 12) * drawingSide + random.integer(25) - 12;
  const moved = new Float32Array(values.length);
  moved.set(values.subarray(Math.max(0, -by), values.length - Math.max(0, by)), Math.max(0, by));
  return { values: moved, rows, columns };
}
