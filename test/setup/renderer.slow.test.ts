import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { startPackedDrawer } from '../../lib/src/notebook/browser/packed-drawer.js';
import { findPython } from '../../lib/src/setup/plain/python.cjs';
import { hasPackedRenderer, isRendererSettled, placeRenderer } from '../../lib/src/setup/renderer.js';
import { findRenderer } from '../../lib/src/system/packed-renderer.js';
import { exampleFigures } from '../figures/example-figures.js';
import { temporaryFolderOfFile } from '../temporary-folder.js';

const project = path.join(temporaryFolderOfFile(), 'with a space');
const modules = path.join(project, 'node_modules');
const figures = exampleFigures().map((figure) => JSON.parse(JSON.stringify(figure)) as typeof figure);
const size = { width: 700, height: 450, pixelRatio: 1 };
let said: string;

beforeAll(async () => {
  const directory = path.join(project, 'work');
  mkdirSync(directory, { recursive: true });
  const python = findPython().python!.executable;
  said = await placeRenderer(modules, { directory, python, lock: 0 }, { running() {} });
}, 300_000);

test('the renderer is fetched, started once, and found from the folders below', () => {
  expect(said).toBe('kaleido 0.2.1 draws them');
  expect(isRendererSettled(modules)).toBe(true);
  expect(hasPackedRenderer(modules)).toBe(true);
  const folder = path.join(modules, '.cache', 'mnist-lab', 'kaleido-0.2.1');
  expect(findRenderer(path.join(modules, 'mnist-lab', 'dist'))).toBe(folder);
  expect(existsSync(path.join(folder, 'LICENSE.txt'))).toBe(true);
});

test('it draws every figure of the library, each in its size and not empty', async () => {
  const drawer = await startPackedDrawer(findRenderer(modules)!);
  for (const figure of figures) {
    const png = await drawer.draw(figure, size);
    const { width, height } = await sharp(png).metadata();
    const { entropy } = await sharp(png).flatten({ background: 'white' }).stats();
    expect({ name: figure.name, width, height, drawn: entropy > 0.2 }).toEqual({
      name: figure.name,
      width: 700,
      height: 450,
      drawn: true,
    });
  }
  drawer.close();
});

test('a figure that plotly.js refuses is an error with its name, and the next one is drawn', async () => {
  const drawer = await startPackedDrawer(findRenderer(modules)!);
  const broken = { ...figures[0]!, name: 'broken', data: 'no data' as never };
  await expect(drawer.draw(broken, size)).rejects.toThrow('Drawing the figure "broken" failed');
  await expect(drawer.draw(figures[0]!, size)).resolves.toBeInstanceOf(Buffer);
  drawer.close();
});

test.skipIf(process.platform !== 'linux')(
  'it ends with the process that started it, however that ends',
  async () => {
    const script = `
    import('./lib/dist/notebook/browser/packed-drawer.js')
      .then(({ startPackedDrawer }) => startPackedDrawer(process.argv[1]))
      .then(() => { console.log('started'); setInterval(() => {}, 1000); });`;
    const owner = spawn(process.execPath, ['-e', script, findRenderer(modules)!], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => owner.stdout.once('data', resolve));
    const program = String(await children(owner.pid!));
    expect(program).not.toBe('');
    owner.kill('SIGKILL');
    // A renderer that stays makes the test run into its time limit.
    while (existsSync(`/proc/${program}`)) await pause(50);
  },
);

async function children(pid: number): Promise<string> {
  return (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim();
}
