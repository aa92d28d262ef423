import type { Random } from 'mnist-lab';

/** How to draw an image of a digit: paper, pen and light. */
export interface Scene {
  /** Size of the image in pixels. */
  readonly width: number;
  readonly height: number;
  /** SVG definitions, such as gradients. */
  readonly definitions?: string;
  /** SVG of the paper and everything below the ink. */
  readonly paper: string;
  /** Colour of the ink, as an SVG paint. */
  readonly ink: string;
  /** Stroke width as a fraction of the digit's height. */
  readonly stroke: number;
  /** Height of the digit, and its centre, as fractions of the image's height and sides. */
  readonly size: number;
  readonly middle: readonly [x: number, y: number];
  /** SVG above the ink. */
  readonly above?: string;
  /** Standard deviation of the camera's noise in grey levels. */
  readonly noise?: number;
  /** Blur of the lens in pixels. */
  readonly blur?: number;
}

type Kind = (random: Random) => Scene;

const between = (random: Random, least: number, most: number) => least + (most - least) * random.next();
const fill = (paint: string, width = 100, height = 100) =>
  `<rect width="${width}" height="${height}" fill="${paint}"/>`;

function base(random: Random, paper: string, ink: string): Scene {
  return {
    width: 400,
    height: 400,
    paper: fill(paper, 400, 400),
    ink,
    stroke: between(random, 0.05, 0.11),
    size: between(random, 0.5, 0.75),
    middle: [between(random, 0.45, 0.55), between(random, 0.45, 0.55)],
  };
}

function light(random: Random, bright: string, dark: string): Pick<Scene, 'definitions' | 'paper'> {
  const angle = between(random, 0, 360);
  return {
    definitions: `<linearGradient id="light" gradientTransform="rotate(${angle} 0.5 0.5)"><stop offset="0" stop-color="${bright}"/><stop offset="1" stop-color="${dark}"/></linearGradient>`,
    paper: fill('url(#light)', 400, 400),
  };
}

function rules(step: number, width: number, colour: string, squared = false): string {
  let lines = '';
  for (let y = step / 2; y < 400; y += step) {
    lines += `<path d="M0 ${y}H400" stroke="${colour}" stroke-width="${width}"/>`;
    if (squared) lines += `<path d="M${y} 0V400" stroke="${colour}" stroke-width="${width}"/>`;
  }
  return lines;
}

/** Twenty kinds of paper, pen, light and framing. */
export const kinds: Readonly<Record<string, Kind>> = {
  'ink on white': (random) => base(random, '#fff', '#111'),
  'white on black': (random) => base(random, '#000', '#fff'),
  'a fine line': (random) => ({ ...base(random, '#fff', '#222'), stroke: between(random, 0.015, 0.03) }),
  'a broad marker': (random) => ({ ...base(random, '#fefefe', '#123'), stroke: between(random, 0.12, 0.15) }),
  'pale pencil': (random) => ({ ...base(random, '#f4f4f0', '#b4b4b0'), noise: 2 }),
  'chalk on a board': (random) => ({ ...base(random, '#2c3f36', '#d8dcd0'), noise: 5 }),
  'paper of a middle grey': (random) => base(random, random.next() < 0.5 ? '#7f7f7f' : '#808080', '#111'),
  'light from the side': (random) => ({
    ...base(random, '', '#1a1a20'),
    ...light(random, '#f5f5f0', '#8a8a88'),
  }),
  'light from the side, much': (random) => ({
    ...base(random, '', '#14141a'),
    ...light(random, '#ffffff', '#5a5a58'),
    noise: 3,
  }),
  'a shadow over half of it': (random) => {
    const scene = base(random, '#f2f1ec', '#16161c');
    const x = between(random, 120, 280);
    const slant = between(random, -60, 60);
    return { ...scene, above: `<path d="M0 0H${x}L${x + slant} 400H0Z" fill="#000" opacity="0.35"/>` };
  },
  'ruled paper': (random) => {
    const scene = base(random, '#fbfbf8', '#1c2340');
    return { ...scene, paper: scene.paper + rules(between(random, 40, 90), 2, '#99aabb') };
  },
  'squared paper': (random) => {
    const scene = base(random, '#fcfcfa', '#101010');
    return { ...scene, paper: scene.paper + rules(between(random, 24, 40), 1.2, '#a9c4d8', true) };
  },
  'red on green': (random) => base(random, '#4f9a4f', '#c8323c'),
  'blue on yellow': (random) => base(random, '#f4e04a', '#2848b8'),
  'a small digit on a large page': (random) => ({
    ...base(random, '#f8f8f4', '#181820'),
    size: between(random, 0.12, 0.2),
    middle: [between(random, 0.2, 0.8), between(random, 0.2, 0.8)],
  }),
  'cut out closely': (random) => ({
    ...base(random, '#f6f6f2', '#181818'),
    width: 210,
    height: 280,
    paper: fill('#f6f6f2', 210, 280),
    size: between(random, 0.88, 0.96),
    middle: [0.5, 0.5],
  }),
  'in a printed box': (random) => {
    const scene = { ...base(random, '#fff', '#202040'), size: between(random, 0.4, 0.5) };
    return {
      ...scene,
      paper: `${scene.paper}<rect x="50" y="40" width="300" height="320" fill="none" stroke="#444" stroke-width="3"/>`,
    };
  },
  'paper on a dark table': (random) => {
    const scene = { ...base(random, '#3a2a20', '#1b1b22'), size: between(random, 0.35, 0.5) };
    const tilt = between(random, -6, 6);
    return {
      ...scene,
      paper: `${scene.paper}<rect x="40" y="36" width="320" height="330" fill="#efeee8" transform="rotate(${tilt} 200 200)"/>`,
    };
  },
  'specks and dust': (random) => {
    const scene = base(random, '#faf9f6', '#1c1c1c');
    let specks = '';
    for (let index = 0; index < 25; index++) {
      specks += `<circle cx="${random.integer(400)}" cy="${random.integer(400)}" r="${between(random, 0.6, 2.2)}" fill="#555"/>`;
    }
    return { ...scene, paper: scene.paper + specks };
  },
  'a noisy camera': (random) => ({ ...base(random, '#c9c7c2', '#3a3a40'), noise: 14, blur: 1 }),
};
