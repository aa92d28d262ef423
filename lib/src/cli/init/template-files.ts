import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readJson } from '../../files/read-json.js';
import { packageFolder } from '../../system/own-version.js';
import { examplePictures } from './example-pictures.js';

/** The templates of `mnist-lab init`: a whole project, or the notebook for an existing one. */
export type TemplateName = 'project' | 'own-pictures';

const folder = path.join(packageFolder, 'templates');
const notebook = 'notebooks/own_pictures/own_pictures.ipynb';

/**
 * Copied files by their path in the project. They have other names here because npm would not pack some of
 * them.
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
 * @param library Version or package file that npm installs as mnist-lab. Defaults to this version.
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

/** Jupyter's messaging protocol, for the kernel. */
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
      // The program called tsc may be tslab's.
      check: 'node node_modules/typescript/bin/tsc',
    },
    dependencies: sorted({ ...peers, 'mnist-lab': library ?? own.version, zeromq: zeromqVersion }),
    // The browser that draws static charts. Available for Linux x64 only.
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
