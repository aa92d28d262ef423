import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Figure } from 'mnist-lab/notebook';
import { closeBrowser, drawFigure, NoBrowserError } from 'mnist-lab/notebook';
import sharp from 'sharp';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { describeInBrowser, testInBrowser } from '../../browser-tests.js';

const bars: Figure = {
  name: 'bars',
  description: 'Two bars.',
  data: [{ type: 'bar', x: ['a', 'b'], y: [1, 2] }],
  layout: { width: 300, height: 200, paper_bgcolor: 'rgb(10, 20, 30)' },
};

const owner = path.join(__dirname, 'owner.cjs');
const root = path.resolve(__dirname, '../../..');

const isProfileOf = (pid: number, text: string) => new RegExp(`mnist-lab-browser-\\w+-${pid}-`).test(text);

/** Running processes whose command line names the profile of a browser started by `pid`. */
function browsersOf(pid: number): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return isProfileOf(pid, readFileSync(`/proc/${name}/cmdline`, 'utf8'));
      } catch {
        return false;
      }
    });
}

/** Waits until no browser is left. If a browser stays, the test times out. */
async function browsersEnd(pid: number): Promise<void> {
  while (browsersOf(pid).length > 0) await pause(50);
}

afterEach(() => {
  vi.unstubAllEnvs();
});
afterAll(closeBrowser);

testInBrowser('a figure is drawn as a PNG with twice its width and height in pixels', async () => {
  const { png, width, height } = await drawFigure(bars);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([width, height]).toEqual([300, 200]);
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([600, 400]);
});

testInBrowser('a PNG keeps its colours and its transparent background', async () => {
  const layout = { ...bars.layout, paper_bgcolor: 'rgba(0, 0, 0, 0)', plot_bgcolor: 'rgba(0, 0, 0, 0)' };
  const marker = { color: ['rgb(0, 117, 212)', 'rgb(215, 98, 6)'] };
  const data = [{ type: 'bar', x: ['a', 'b'], y: [1, 2], marker }];
  const { png } = await drawFigure({ ...bars, data, layout });
  const { data: colours } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const near = (wanted: readonly number[]) => {
    let count = 0;
    for (let at = 0; at < colours.length; at += 4) {
      if (wanted.every((value, channel) => Math.abs(colours[at + channel]! - value) <= 2)) count++;
    }
    return count;
  };
  expect(colours[3]).toBe(0);
  expect(near([0, 117, 212, 255])).toBeGreaterThan(1000);
  expect(near([215, 98, 6, 255])).toBeGreaterThan(1000);
});

testInBrowser('figures drawn concurrently give PNG images of their own widths', async () => {
  const sizes = [200, 300, 400];
  const pictures = await Promise.all(
    sizes.map((width) => drawFigure({ ...bars, layout: { ...bars.layout, width } })),
  );
  expect(pictures.map(({ png }) => png.readUInt32BE(16))).toEqual([400, 600, 800]);
});

testInBrowser(
  'a figure with an invalid size is rejected with its name, and the next figure is drawn',
  async () => {
    const broken = { ...bars, layout: { ...bars.layout, height: 'tall' } };
    await expect(drawFigure(broken)).rejects.toThrow(
      'Drawing the figure "bars": expected layout.height to be a number of pixels greater than 0 but found tall.',
    );
    await expect(drawFigure(bars)).resolves.toBeDefined();
  },
);

testInBrowser('drawing a figure without a browser fails with an error that states the remedy', async () => {
  await closeBrowser();
  vi.stubEnv('MNIST_LAB_BROWSER', '/nowhere/chrome');
  const failure = await drawFigure(bars).catch((error) => error);
  expect(failure).toBeInstanceOf(NoBrowserError);
  expect(failure.message).toContain('Install Chrome, Chromium or Edge');
  expect(failure.message).toContain('found "/nowhere/chrome", which is not an executable');
  await closeBrowser();
});

// These tests need /proc.
(process.platform === 'linux' ? describeInBrowser : describe.skip)('on Linux', () => {
  test('the bundled Chromium draws a figure', async () => {
    vi.stubEnv('MNIST_LAB_BROWSER', 'bundled');
    const { png } = await drawFigure(bars);
    expect(png.length).toBeGreaterThan(1000);
    await closeBrowser();
  });

  test('the browser does not keep the Node process alive, and exits with it', async () => {
    const run = spawnSync(process.execPath, [owner], { cwd: root, encoding: 'utf8' });
    expect([run.status, run.stdout]).toEqual([0, 'drawn\n']);
    await browsersEnd(run.pid);
  });

  test('the browser exits if the Node process is killed, and the next start of a browser removes its profile folder', async () => {
    const child = spawn(process.execPath, [owner, 'wait'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    expect(browsersOf(child.pid!).length).toBeGreaterThan(0);
    child.kill('SIGKILL');
    await browsersEnd(child.pid!);
    await closeBrowser();
    await drawFigure(bars);
    const profile = readdirSync(tmpdir()).find((name) => isProfileOf(child.pid!, name));
    expect(profile && existsSync(path.join(tmpdir(), profile))).toBeUndefined();
  });
});
