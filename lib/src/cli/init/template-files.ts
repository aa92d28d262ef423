import { readFileSync } from 'node:fs';
import path from 'node:path';
import type Sharp from 'sharp';
import { readJson } from '../../files/read-json.js';
import { createRandom, type Random } from '../../random.js';
import { packageFolder } from '../../system/own-version.js';

/** The templates of `mnist-lab init`: a whole project, or the notebook for an existing one. */
export type TemplateName = 'project' | 'own-pictures';

const folder = path.join(packageFolder, 'templates');
const notebook = 'notebooks/own_pictures/own_pictures.ipynb';

/**
 * Name of each copied file in the package, by its path in the project. The names differ where npm would not pack
 * a file of the original name.
 */
const copied: Readonly<Record<string, string>> = {
  '.gitignore': 'gitignore',
  '.npmrc': 'npmrc',
  'README.md': 'README.md',
  'train.ts': 'train.ts',
  'tsconfig.json': 'tsconfig.json',
};

/**
 * The files of a template, by path in the project.
 *
 * @param name Name of the project.
 * @param library Version that npm installs as mnist-lab, or `file:` and a path. Defaults to this version.
 */
export async function templateFiles(
  template: TemplateName,
  name: string,
  library?: string,
): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
  const pictures = await examplePictures();
  const shared = new Map<string, string | Uint8Array>([[notebook, read('own_pictures.ipynb')], ...pictures]);
  if (template === 'own-pictures') return shared;
  const manifest = `${JSON.stringify(projectManifest(name, library), null, 2)}\n`;
  const others = Object.entries(copied).map(([place, file]) => [place, read(file)] as const);
  return new Map<string, string | Uint8Array>([['package.json', manifest], ...others, ...shared]);
}

/** Versions of development dependencies that were tested with this library. */
const developmentVersions = { '@types/node': '20.19.0', tsx: '4.23.15', typescript: '7.0.2' } as const;

/** Version of ZeroMQ, which the kernel uses to communicate with Jupyter. */
const zeromqVersion = '6.8.0';

interface OwnManifest {
  readonly version: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** The `package.json` of a new project, with the exact versions that this library is tested with. */
function projectManifest(name: string, library?: string): object {
  const own = readJson(path.join(packageFolder, 'package.json')) as OwnManifest;
  const { '@sparticuz/chromium': browser, ...peers } = own.peerDependencies;
  return {
    name:
      name
        .toLowerCase()
        .replaceAll(/[^a-z0-9-]+/g, '-')
        .replaceAll(/^-+|-+$/g, '') || 'my-project',
    private: true,
    type: 'module',
    engines: own.engines,
    scripts: {
      setup: 'mnist-lab setup --notebooks',
      inspect: 'mnist-lab inspect pictures --contact-sheet build/contact-sheet.html',
      train: 'tsx train.ts',
      lab: `.venv/bin/jupyter-lab --LabApp.default_url=/lab/tree/${notebook}`,
      notebook: `.venv/bin/jupyter-nbconvert --execute --to html --output-dir build ${notebook}`,
      // Name the compiler by its path, because `tsc` in node_modules/.bin may be the one of tslab.
      check: 'node node_modules/typescript/bin/tsc',
    },
    dependencies: sorted({ ...peers, 'mnist-lab': library ?? own.version, zeromq: zeromqVersion }),
    // The browser that draws static charts. It is optional, because it is only available for Linux x64.
    optionalDependencies: { '@sparticuz/chromium': browser },
    devDependencies: developmentVersions,
    overrides: {
      'danfojs-node': {
        '@tensorflow/tfjs-node': peers['@tensorflow/tfjs-node'],
        xlsx: 'npm:@e965/xlsx@0.20.3',
      },
    },
  };
}

function sorted(versions: Readonly<Record<string, string | undefined>>): object {
  return Object.fromEntries(Object.entries(versions).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

const countOfEach = 60;
const side = 96;

/** Outlines of the example images, each centred on the origin. `size` is roughly their radius. */
const shapes: Readonly<Record<string, (size: number) => string>> = {
  circle: (size) => `<circle r="${size * 0.85}"/>`,
  square: (size) =>
    `<rect x="${-0.75 * size}" y="${-0.75 * size}" width="${1.5 * size}" height="${1.5 * size}"/>`,
  triangle: (size) => `<path d="M0 ${-size}L${0.9 * size} ${0.7 * size}H${-0.9 * size}Z"/>`,
};

/**
 * Example images by path: outlines in a thick pen. Each image is different. Every call returns the same
 * images.
 */
async function examplePictures(): Promise<ReadonlyMap<string, Uint8Array>> {
  const sharp: typeof Sharp = require('sharp');
  const random = createRandom(1);
  const pictures = new Map<string, Uint8Array>();
  for (const [name, shape] of Object.entries(shapes)) {
    for (let index = 1; index <= countOfEach; index++) {
      const svg = drawing(shape, random);
      const file = `pictures/${name}/${String(index).padStart(2, '0')}.jpg`;
      pictures.set(file, await sharp(Buffer.from(svg)).jpeg({ quality: 85 }).toBuffer());
    }
  }
  return pictures;
}

function drawing(shape: (size: number) => string, random: Random): string {
  const between = (least: number, most: number) => (least + (most - least) * random.next()).toFixed(1);
  const paper = `hsl(${between(30, 60)}, 30%, ${between(88, 97)}%)`;
  const ink = `hsl(${between(200, 260)}, 50%, ${between(10, 35)}%)`;
  const place = `translate(${between(40, 56)} ${between(40, 56)}) rotate(${between(-15, 15)}) scale(${between(0.85, 1.1)} ${between(0.85, 1.1)})`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"><rect width="100%" height="100%" fill="${paper}"/><g transform="${place}" fill="none" stroke="${ink}" stroke-width="${between(4, 8)}" stroke-linejoin="round">${shape(Number(between(20, 32)))}</g></svg>`;
}
